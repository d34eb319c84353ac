package dev.compilefarm.bench.chaos;

import dev.compilefarm.testbed.actor.Developer;
import dev.compilefarm.testbed.cluster.Chart;
import dev.compilefarm.testbed.cluster.Cluster;
import dev.compilefarm.testbed.cluster.ProjectImage;
import dev.compilefarm.testbed.diagnostics.Diagnostics;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code dev/chaos} runs: a {@link ChaosRun} of any length on a cluster of its own. Ends with
 * exit code 1 if a compile failed, was done at home or came out wrong.
 */
public final class Chaos {
  private static final String NAMESPACE = "chaos";
  private static final Duration PACE = Duration.ofSeconds(1);

  private Chaos() {}

  /** Takes two arguments: the number of faults and the seed. */
  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("two arguments expected: faults and seed");
    }
    int faults = Integer.parseInt(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    boolean flawless;
    try (Cluster cluster = Cluster.first();
        KubernetesClient client = cluster.client()) {
      new Chart(cluster).install(client);
      client
          .namespaces()
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName(NAMESPACE)
                  .withLabels(Chart.RESTRICTED)
                  .endMetadata()
                  .build())
          .create();
      flawless = run(cluster, client, faults, seed);
    }
    System.exit(flawless ? 0 : 1);
  }

  private static boolean run(Cluster cluster, KubernetesClient client, int faults, long seed) {
    String image = cluster.image(ProjectImage.CLIENT).toString();
    List<Developer> developers =
        Stream.of("ann", "bob", "eve")
            .map(name -> new Developer(client, NAMESPACE, name, image))
            .toList();
    Diagnostics diagnostics = new Diagnostics(client, Path.of("bench/target/diagnostics/chaos"));
    List<String> namespaces = List.of(NAMESPACE, Chart.NAMESPACE);
    try {
      ChaosReport report =
          new ChaosRun(client, NAMESPACE, developers, System.out).run(seed, faults, PACE);
      System.out.println(report.table());
      report.noticed().forEach(System.out::println);
      report.flaws().forEach(System.out::println);
      if (!report.flaws().isEmpty()) {
        diagnostics.write(namespaces);
      }
      return report.flaws().isEmpty();
    } catch (RuntimeException | AssertionError e) {
      e.printStackTrace();
      diagnostics.write(namespaces);
      return false;
    }
  }
}
