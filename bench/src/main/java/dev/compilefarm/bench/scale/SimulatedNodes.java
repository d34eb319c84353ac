package dev.compilefarm.bench.scale;

import dev.compilefarm.testbed.Checkout;
import dev.compilefarm.testbed.Command;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Nodes that kwok plays, and with them all pods that land there: a process of this machine beside
 * the cluster, as {@code testbed/kwok/kwok.yaml} says. Its log is in {@code .dev/kwok-play.log}.
 */
final class SimulatedNodes implements AutoCloseable {
  /** Where pods on simulated nodes have their addresses: kwok.yaml says so. */
  static final String POD_NETWORK = "10.99.0.0/16";

  private final KubernetesClient client;
  private final Process kwok;

  private SimulatedNodes(KubernetesClient client, Process kwok) {
    this.client = client;
    this.kwok = kwok;
  }

  static SimulatedNodes start(String kubeconfig, KubernetesClient client, int nodes) {
    String program = Command.output(Checkout.path("testbed/kwok/build").toString());
    for (int i = 0; i < nodes; i++) {
      client.nodes().resource(node("simulated-" + i)).create();
    }
    try {
      Path file = Files.createTempFile("compilefarm-kwok-", ".kubeconfig");
      file.toFile().deleteOnExit();
      Files.writeString(file, kubeconfig);
      Process kwok =
          new ProcessBuilder(
                  program,
                  "--kubeconfig=" + file,
                  "--config=" + Checkout.path("testbed/kwok/kwok.yaml"))
              .redirectErrorStream(true)
              .redirectOutput(Checkout.path(".dev/kwok-play.log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(kwok::destroy, "end-kwok"));
      return new SimulatedNodes(client, kwok);
    } catch (IOException e) {
      throw new UncheckedIOException(program, e);
    }
  }

  /** How many of them are Ready. */
  long ready() {
    return client.nodes().withLabel("type", "simulated").list().getItems().stream()
        .filter(node ->
            node.getStatus().getConditions().stream()
                .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True")))
        .count();
  }

  /** The operator's pods are for nodes of its own machine. */
  private static String machine() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  private static Node node(String name) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .withLabels(
            Map.of(
                "type", "simulated", "kubernetes.io/os", "linux", "kubernetes.io/arch", machine()))
        .withAnnotations(Map.of("kwok.x-k8s.io/node", "fake"))
        .endMetadata()
        .build();
  }

  @Override
  public void close() {
    kwok.destroy();
  }
}
