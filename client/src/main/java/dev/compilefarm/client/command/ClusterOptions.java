package dev.compilefarm.client.command;

import dev.compilefarm.client.cluster.Cluster;
import java.io.File;
import picocli.CommandLine.Option;

/** Which cluster and namespace: the names that kubectl has for it. */
final class ClusterOptions {
  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "The farm's namespace. Default: the context's.")
  private String namespace;

  @Option(
      names = "--context",
      paramLabel = "CONTEXT",
      description = "The context of the kubeconfig. Default: its current one.")
  private String context;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "The kubeconfig. Default: as kubectl finds it.")
  private File kubeconfig;

  /** The caller closes it. */
  Cluster connect() {
    return Cluster.connect(kubeconfig, context, namespace);
  }

  /** Whether the user named a cluster or a namespace. */
  boolean isNamed() {
    return namespace != null || context != null || kubeconfig != null;
  }
}
