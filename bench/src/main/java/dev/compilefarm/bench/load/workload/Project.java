package dev.compilefarm.bench.load.workload;

import dev.compilefarm.testbed.project.CppUnit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** CppUnit 1.15.1, unpacked and configured: its library is built again and again. */
public final class Project {

  /** C++ files of the library. */
  public static final int SOURCES = 48;

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Path folder;
  private final Path log;

  private Project(Path folder, Path log) {
    this.folder = folder;
    this.log = log;
  }

  /** Unpacks it below the folder and runs its configure script, without distcc. */
  public static Project configured(Path scratch) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(scratch.resolve("cppunit"));
    Project project = new Project(folder, scratch.resolve("build.log"));
    project.run(Map.of(), "tar", "xzf", CppUnit.archive().toString(), "--strip-components=1");
    project.run(Map.of(), "./configure", "--quiet", "--disable-shared", "--disable-doxygen");
    return project;
  }

  /**
   * Builds the library from nothing with stock distcc.
   *
   * @param hosts {@code DISTCC_HOSTS}
   * @param parallel make's {@code -j}
   * @throws IOException also where a job could not be compiled on a host
   */
  public Duration build(String hosts, int parallel) throws IOException, InterruptedException {
    run(Map.of(), "make", "-s", "-C", "src/cppunit", "clean");
    Map<String, String> environment =
        Map.of(
            "DISTCC_HOSTS",
            hosts,
            "DISTCC_DIR",
            Files.createTempDirectory(folder, "distcc").toString(),
            "DISTCC_FALLBACK",
            "0");
    long start = System.nanoTime();
    run(
        environment,
        "make",
        "-s",
        "-C",
        "src/cppunit",
        "-j" + parallel,
        "CXX=distcc g++",
        "CXXFLAGS=-O0");
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process process = builder.start();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new IOException("%s failed: see %s".formatted(List.of(command), log));
    }
  }
}
