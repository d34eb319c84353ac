package dev.compilefarm.client.machine;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Short programs of the machine, each run with a limit of time and of output. */
final class Program {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int MOST_BYTES = 64 * 1024;

  private Program() {}

  /** How a program ended: its exit code, and what it wrote to stdout and stderr. */
  record Ended(int exitCode, String output) {}

  /** The file that a name stands for in a {@code PATH}. */
  static Optional<Path> find(String name, String path) {
    return Arrays.stream(path.split(":", -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * Runs a program to its end, which is after two minutes at the latest.
   *
   * @return empty if it cannot be started
   */
  static Optional<Ended> run(Path folder, Map<String, String> environment, List<String> command) {
    return run(folder, environment, command, new File("/dev/null"));
  }

  /** The same with a file as stdin. */
  static Optional<Ended> run(
      Path folder, Map<String, String> environment, List<String> command, File input) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(input));
    try {
      Process process = builder.start();
      Thread.ofVirtual().start(() -> endInTime(process));
      try (InputStream output = process.getInputStream()) {
        String said = new String(output.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        output.transferTo(OutputStream.nullOutputStream());
        return Optional.of(new Ended(process.waitFor(), said));
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static void endInTime(Process process) {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
