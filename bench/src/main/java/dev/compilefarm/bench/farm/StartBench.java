package dev.compilefarm.bench.farm;

import dev.compilefarm.testbed.actor.ClusterUser;
import dev.compilefarm.testbed.actor.Developer;
import dev.compilefarm.testbed.cluster.Chart;
import dev.compilefarm.testbed.cluster.CiImage;
import dev.compilefarm.testbed.cluster.Cluster;
import dev.compilefarm.testbed.cluster.ProjectImage;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Measures on a real cluster, with the images on its node, how long a job waits at a farm without
 * volunteers: with the previous version's volunteer image, with the packaged one, and with the
 * tools in a CI image. Takes about four minutes.
 */
public final class StartBench {
  private static final String NAMESPACE = "bench-start";
  private static final int RUNS = 20;
  private static final String PREVIOUS = "previous";
  private static final String PACKAGED = "packaged";
  private static final String INJECTED = "injected";

  private StartBench() {}

  public static void main(String[] arguments) {
    try (Cluster cluster = Cluster.first();
        KubernetesClient client = cluster.client()) {
      Chart chart = Farms.install(cluster, client, NAMESPACE);
      Map<String, String> volunteers = new LinkedHashMap<>();
      if (Chart.hasPrevious()) {
        volunteers.put(
            PREVIOUS,
            "{image: '%s', tools: Image}"
                .formatted(Chart.previous(cluster).image(ProjectImage.VOLUNTEER)));
      }
      volunteers.put(PACKAGED, "{}");
      volunteers.put(INJECTED, "{image: '%s'}".formatted(cluster.take(CiImage.DEBIAN_13)));
      Developer developer =
          new Developer(client, NAMESPACE, "bench", chart.image(ProjectImage.CLIENT));
      ImageStarts starts =
          new ImageStarts(client, new ClusterUser(client, NAMESPACE), developer, NAMESPACE);
      print(starts.measure(volunteers, RUNS));
    }
  }

  private static void print(Map<String, Times> measured) {
    measured.forEach((farm, times) ->
        System.out.printf("a job arrives at 0 volunteers (%s) -> it starts: %s%n", farm, times));
    Times packaged = measured.get(PACKAGED);
    if (measured.containsKey(PREVIOUS)) {
      verdict(
          "packaged over previous, p50", packaged.median() / measured.get(PREVIOUS).median(), 1.02);
    }
    verdict(
        "injected above packaged, p95 in seconds",
        measured.get(INJECTED).quantile(0.95) - packaged.quantile(0.95),
        0.5);
  }

  private static void verdict(String what, double value, double bar) {
    System.out.printf(
        Locale.ROOT,
        "  %s: %.3f, at most %.2f: %s%n",
        what,
        value,
        bar,
        value <= bar ? "met" : "missed");
  }
}
