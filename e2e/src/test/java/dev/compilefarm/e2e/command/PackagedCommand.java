package dev.compilefarm.e2e.command;

import dev.compilefarm.testbed.Checkout;
import dev.compilefarm.testbed.Command;
import dev.compilefarm.testbed.cluster.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command as the client image and the archive have it, run on this machine. */
final class PackagedCommand {
  private final String program;
  private final Cluster cluster;
  private final String namespace;
  private final Path folder;

  /**
   * @param folder where it runs, and what it writes stays
   */
  PackagedCommand(Cluster cluster, String namespace, Path folder) {
    this.program =
        Path.of(Command.output(Checkout.path("dev/lib/command").toString()), "kubectl-compilefarm")
            .toString();
    this.cluster = cluster;
    this.namespace = namespace;
    this.folder = folder;
  }

  /** How a run ended. */
  record Ended(int exitCode, String out, String err) {}

  Ended run(String verb, String... arguments) {
    List<String> words =
        new ArrayList<>(
            List.of(
                program,
                verb,
                "--kubeconfig=" + cluster.kubeconfigFile(),
                "--namespace=" + namespace));
    words.addAll(List.of(arguments));
    Path out = folder.resolve("stdout");
    Path err = folder.resolve("stderr");
    try {
      int code =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start()
              .waitFor();
      return new Ended(code, Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
