package dev.compilefarm.e2e.bench;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.e2e.actor.ClusterUser;
import dev.compilefarm.e2e.actor.Developer;
import dev.compilefarm.e2e.cluster.Chart;
import dev.compilefarm.e2e.cluster.Cluster;
import dev.compilefarm.e2e.cluster.ProjectImage;
import dev.compilefarm.e2e.observe.DispatcherView;
import dev.compilefarm.e2e.observe.JobRecord;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Measures from {@code kubectl apply} to a farm that is Ready, and from a job's arrival at a farm
 * without volunteers to its start on the first one; the images are on the node. Takes about two
 * minutes.
 */
public final class FarmBench {
  private static final String NAMESPACE = "bench";
  private static final int RUNS = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

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
      new Chart(cluster).install(client);
      client
          .namespaces()
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
          .create();
      FarmBench bench = new FarmBench(System.out, cluster, client);
      bench.applyToReady();
      bench.arrivalToStart();
    }
  }

  private void applyToReady() {
    List<Double> seconds = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      String farm = "ready-" + run;
      long start = System.nanoTime();
      user.apply(farm(farm));
      client
          .resources(CompileFarm.class)
          .inNamespace(NAMESPACE)
          .withName(farm)
          .waitUntilCondition(this::isReady, PATIENCE.toSeconds(), TimeUnit.SECONDS);
      seconds.add((System.nanoTime() - start) / 1e9);
      user.deleteFarm(farm);
    }
    print("kubectl apply -> farm Ready", seconds);
  }

  private void arrivalToStart() {
    user.applyAndAwaitReady("zero", farm("zero"));
    List<Double> seconds = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      user.awaitVolunteers("zero", 0, PATIENCE);
      developer
          .buildOn("zero", "echo 'int x;' > x.c; distcc gcc -c x.c -o x.o")
          .await(PATIENCE)
          .expectSuccess();
      JobRecord job = new DispatcherView(client, NAMESPACE, "zero").jobs().getLast();
      Duration waited =
          Duration.between(Instant.parse(job.queuedAt()), Instant.parse(job.startedAt()));
      seconds.add(waited.toMillis() / 1e3);
    }
    print("first job arrives at 0 volunteers -> it starts on one", seconds);
  }

  private boolean isReady(CompileFarm farm) {
    return farm != null
        && user.conditions(farm).stream()
            .anyMatch(condition ->
                condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }

  private static String farm(String name) {
    return """
    apiVersion: compilefarm.dev/v1alpha1
    kind: CompileFarm
    metadata: {name: %s}
    spec:
      scaling: {minVolunteers: 0, maxVolunteers: 1, scaleDownDelaySeconds: 1}
    """
        .formatted(name);
  }

  private void print(String what, List<Double> seconds) {
    Collections.sort(seconds);
    out.printf(
        Locale.ROOT,
        "%s: median %.2f s, min %.2f, max %.2f, n %d%n",
        what,
        seconds.get(seconds.size() / 2),
        seconds.getFirst(),
        seconds.getLast(),
        seconds.size());
  }
}
