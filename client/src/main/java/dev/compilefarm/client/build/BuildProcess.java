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
 * Runs a build with this process's streams and environment. distcc's verbose log goes to a file of
 * its own, which is counted and deleted at the end: 5 kB for each compile. A build that sets {@code
 * DISTCC_LOG} or {@code DISTCC_VERBOSE} itself keeps its own, and is not counted; nor is one where
 * no such file can be made.
 */
public final class BuildProcess {
  private static final String LOG = "DISTCC_LOG";
  private static final String VERBOSE = "DISTCC_VERBOSE";
  private static final long SECONDS_TO_END = 10;

  private final Map<String, String> inherited;
  private final Map<String, String> more;

  /**
   * Of a build with the farm's variables.
   *
   * @param inherited the environment of this process, which is the build's too
   * @param more variables besides, which win
   */
  public BuildProcess(Map<String, String> inherited, Map<String, String> more) {
    this.inherited = Map.copyOf(inherited);
    this.more = Map.copyOf(more);
  }

  /**
   * How a build ended.
   *
   * @param exitCode the build's, or 128 and the number of the signal that ended it
   * @param log empty where nothing was counted
   */
  public record Ended(int exitCode, Optional<DistccLog> log) {}

  /**
   * Blocks until the command has ended. When this process is told to end, the command has ten
   * seconds to end first: a terminal tells both.
   *
   * @throws IOException if the command cannot be started
   */
  public Ended run(List<String> command) throws IOException, InterruptedException {
    Optional<Path> log = isSet(LOG) || isSet(VERBOSE) ? Optional.empty() : newLog();
    Map<String, String> variables = new HashMap<>(more);
    log.ifPresent(file -> {
      variables.put(LOG, file.toString());
      variables.put(VERBOSE, "1");
    });
    int code = exitCode(command, variables);
    return new Ended(code, log.flatMap(BuildProcess::read));
  }

  private boolean isSet(String name) {
    return inherited.containsKey(name) || more.containsKey(name);
  }

  /** In the directory for temporary files that compilers use too; it goes with this process. */
  private Optional<Path> newLog() {
    try {
      Path parent = Path.of(inherited.getOrDefault("TMPDIR", "/tmp"));
      Path folder = Files.createTempDirectory(parent, "compilefarm-build");
      folder.toFile().deleteOnExit();
      Path log = Files.createFile(folder.resolve("distcc.log"));
      log.toFile().deleteOnExit();
      return Optional.of(log);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static int exitCode(List<String> command, Map<String, String> variables)
      throws IOException, InterruptedException {
    // Only what is new is put: values that are no text in this locale stay as they are.
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    builder.environment().putAll(variables);
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
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Empty where the build took the file away: its exit code matters more. */
  private static Optional<DistccLog> read(Path file) {
    DistccLog log = new DistccLog();
    // Bytes as they are: names of files may be in any encoding.
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      lines.lines().forEach(log::line);
      return Optional.of(log);
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
