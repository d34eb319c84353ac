package dev.compilefarm.bench.farm;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.testbed.actor.ClusterUser;
import dev.compilefarm.testbed.actor.Developer;
import dev.compilefarm.testbed.cluster.Cluster;
import dev.compilefarm.testbed.cluster.ProjectImage;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Measures how quick a farm is on a real cluster with the images on its node: from {@code kubectl
 * apply} to Ready, from a job's arrival at no volunteers to its start, from a volunteer's death to
 * the job's next start. Takes about seven minutes.
 */
public final class FarmBench {
  private static final String NAMESPACE = "bench";
  private static final int READY_RUNS = 5;
  private static final int GROWTH_RUNS = 30;
  private static final int LOSS_RUNS = 12;

  private final PrintStream out;
  private final KubernetesClient client;
  private final ClusterUser user;
  private final Developer developer;

  private FarmBench(PrintStream out, Cluster cluster, KubernetesClient client) {
    this.out = out;
    this.client = client;
    user = new ClusterUser(client, NAMESPACE);
    developer =
        new Developer(client, NAMESPACE, "bench", cluster.image(ProjectImage.CLIENT).toString());
  }

  public static void main(String[] arguments) {
    try (Cluster cluster = Cluster.first();
        KubernetesClient client = cluster.client()) {
      Farms.install(cluster, client, NAMESPACE);
      FarmBench bench = new FarmBench(System.out, cluster, client);
      bench.applyToReady();
      bench.growth();
      bench.loss();
    }
  }

  private void applyToReady() {
    List<Double> seconds = new ArrayList<>();
    for (int run = 0; run < READY_RUNS; run++) {
      String farm = "ready-" + run;
      long start = System.nanoTime();
      user.apply(Farms.elastic(farm));
      client
          .resources(CompileFarm.class)
          .inNamespace(NAMESPACE)
          .withName(farm)
          .waitUntilCondition(this::isReady, Farms.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      seconds.add((System.nanoTime() - start) / 1e9);
      user.deleteFarm(farm);
    }
    print("kubectl apply -> farm Ready", new Times(seconds));
  }

  private void growth() {
    Growth growth = Growth.measure(client, user, developer, NAMESPACE, GROWTH_RUNS);
    print("a job arrives at 0 volunteers -> replicas patched", growth.toReplicas());
    verdict(growth.toReplicas().quantile(0.95), "p95", 0.3);
    print("a job arrives at 0 volunteers -> it starts on one", growth.toStart());
    verdict(growth.toStart().quantile(0.95), "p95", 1.5);
    print("beside it, the bare pod: replicas patched -> Ready", growth.bare());
    verdict(growth.toStart().median() - growth.bare().median(), "p50 above the bare pod's", 0.2);
    verdict(
        growth.toStart().quantile(0.95) - growth.bare().quantile(0.95),
        "p95 above the bare pod's",
        0.2);
  }

  private void loss() {
    Times seconds = Loss.measure(client, user, developer, NAMESPACE, LOSS_RUNS);
    print("SIGKILL of a busy distccd -> the job's next start", seconds);
    verdict(seconds.quantile(0.95), "p95", 1);
  }

  private boolean isReady(CompileFarm farm) {
    return farm != null
        && user.conditions(farm).stream()
            .anyMatch(condition ->
                condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }

  private void print(String what, Times times) {
    out.printf("%s: %s%n", what, times);
  }

  private void verdict(double seconds, String what, double bar) {
    out.printf(
        Locale.ROOT,
        "  %s %.3f s, at most %.1f s: %s%n",
        what,
        seconds,
        bar,
        seconds <= bar ? "met" : "missed");
  }
}
