package dev.compilefarm.testbed.actor;

import dev.compilefarm.testbed.Checkout;
import dev.compilefarm.testbed.Command;
import dev.compilefarm.testbed.cluster.Cluster;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The real kubectl, as the cluster's administrator uses it in one namespace. */
public final class Kubectl {
  private final String program;
  private final Path kubeconfig;
  private final String namespace;

  public Kubectl(Cluster cluster, String namespace) {
    program = Command.output(Checkout.path("dev/lib/kubectl").toString());
    kubeconfig = cluster.kubeconfigFile();
    this.namespace = namespace;
  }

  /**
   * What it prints.
   *
   * @throws IllegalStateException when it fails
   */
  public String run(String... arguments) {
    return Command.output(
        Stream.concat(
                Stream.of(program, "--kubeconfig=" + kubeconfig, "--namespace=" + namespace),
                Stream.of(arguments))
            .toArray(String[]::new));
  }
}
