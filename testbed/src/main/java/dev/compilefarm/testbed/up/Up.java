package dev.compilefarm.testbed.up;

import dev.compilefarm.testbed.Checkout;
import dev.compilefarm.testbed.cluster.Chart;
import dev.compilefarm.testbed.cluster.ContainerCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What {@code dev/up} runs: starts the kept cluster of this checkout, or finds it, loads the images
 * that it lacks, installs or upgrades the chart, and writes the kubeconfig. Each step is said
 * before it is done.
 */
public final class Up {
  private Up() {}

  /** Takes one argument: where the kubeconfig is written, relative to the checkout. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException(
          "one argument expected: the kubeconfig's path in the checkout");
    }
    say("starting the cluster or finding it, and loading the images that it lacks");
    ContainerCluster cluster = ContainerCluster.kept();
    write(Checkout.path(arguments[0]), cluster.kubeconfig());
    say("installing the chart");
    try (KubernetesClient client = cluster.client()) {
      new Chart(cluster).install(client);
    }
  }

  /** Readable by its owner alone: it holds an administrator's key. */
  private static void write(Path path, String kubeconfig) throws IOException {
    Files.createDirectories(path.getParent());
    Files.deleteIfExists(path);
    Files.createFile(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(path, kubeconfig);
  }

  private static void say(String line) {
    System.err.println(line);
  }
}
