package dev.compilefarm.client.build;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs a build with this process's streams. distcc's verbose log goes to a file of its own, which
 * is counted and deleted at the end: 5 kB for each compile. A build that sets {@code DISTCC_LOG} or
 * {@code DISTCC_VERBOSE} itself keeps its own, and is not counted.
 */
public final class BuildProcess {
  private static final String LOG = "DISTCC_LOG";
  private static final String VERBOSE = "DISTCC_VERBOSE";
  private static final long SECONDS_TO_END = 10;

  private final Map<String, String> environment;

  /**
   * Of a build with this environment.
   *
   * @param environment the whole of the build's
   */
  public BuildProcess(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * How a build ended.
   *
   * @param exitCode the build's, or 128 and the number of the signal that ended it
   * @param log empty where the build has a log of its own
   */
  public record Ended(int exitCode, Optional<DistccLog> log) {}

  /**
   * Blocks until the command has ended. When this process is told to end, the command has ten
   * seconds to end first: a terminal tells both.
   *
   * @throws IOException if the command cannot be started
   */
  public Ended run(List<String> command) throws IOException, InterruptedException {
    if (environment.containsKey(LOG) || environment.containsKey(VERBOSE)) {
      return new Ended(exitCode(command, environment), Optional.empty());
    }
    Path folder = Files.createTempDirectory("compilefarm-build");
    Path log = folder.resolve("distcc.log");
    Files.createFile(log);
    try {
      Map<String, String> logged = new HashMap<>(environment);
      logged.put(LOG, log.toString());
      logged.put(VERBOSE, "1");
      return new Ended(exitCode(command, logged), Optional.of(read(log)));
    } finally {
      Files.deleteIfExists(log);
      Files.deleteIfExists(folder);
    }
  }

  private static int exitCode(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    Thread whenTold = new Thread(() -> endWith(process), "end of the build");
    Runtime.getRuntime().addShutdownHook(whenTold);
    int code = process.waitFor();
    try {
      Runtime.getRuntime().removeShutdownHook(whenTold);
    } catch (IllegalStateException e) {
      // This process is ending already; the hook is at work.
      whenTold.join();
    }
    return code;
  }

  private static void endWith(Process process) {
    process.destroy();
    try {
      process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static DistccLog read(Path file) {
    DistccLog log = new DistccLog();
    // Bytes as they are: names of files may be in any encoding.
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      lines.lines().forEach(log::line);
      return log;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
