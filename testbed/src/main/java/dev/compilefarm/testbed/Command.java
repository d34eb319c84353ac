package dev.compilefarm.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Programs of the host: docker and the scripts under {@code dev/}. They are waited for in the
 * calling thread.
 */
public final class Command {
  private Command() {}

  /**
   * What the program prints on its standard output, without the line end. Its standard error goes
   * to ours, so that the progress a script reports is seen.
   *
   * @throws IllegalStateException with the command when it ends with another exit code than 0
   */
  public static String output(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      expectSuccess(List.of(command), process.waitFor(), output);
      return output.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", command), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Whether the program ends with exit code 0; for questions, so what it prints is not shown. */
  public static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      return process.waitFor() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", command), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Runs the first program with its output in the second one's input, as a shell's {@code |} does.
   *
   * @throws IllegalStateException when one of them fails, or the second has not ended within {@code
   *     seconds}
   */
  public static void pipe(List<String> from, List<String> to, long seconds) {
    try {
      ProcessBuilder source =
          new ProcessBuilder(from).redirectError(ProcessBuilder.Redirect.INHERIT);
      ProcessBuilder sink =
          new ProcessBuilder(to)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      List<Process> processes = ProcessBuilder.startPipeline(List.of(source, sink));
      if (!processes.getLast().waitFor(seconds, TimeUnit.SECONDS)) {
        processes.forEach(Process::destroyForcibly);
        throw new IllegalStateException(
            String.join(" ", from)
                + " | "
                + String.join(" ", to)
                + ": no end in "
                + seconds
                + " s");
      }
      expectSuccess(to, processes.getLast().waitFor(), "");
      expectSuccess(from, processes.getFirst().waitFor(), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void expectSuccess(List<String> command, int exitCode, String output) {
    if (exitCode != 0) {
      throw new IllegalStateException(
          String.join(" ", command)
              + " ended with exit code "
              + exitCode
              + (output.isEmpty() ? "" : ":\n" + output));
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }
}
