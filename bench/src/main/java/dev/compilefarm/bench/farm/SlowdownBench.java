package dev.compilefarm.bench.farm;

import dev.compilefarm.testbed.actor.Build;
import dev.compilefarm.testbed.actor.ClusterUser;
import dev.compilefarm.testbed.actor.Developer;
import dev.compilefarm.testbed.cluster.Chart;
import dev.compilefarm.testbed.cluster.CiImage;
import dev.compilefarm.testbed.cluster.Cluster;
import dev.compilefarm.testbed.cluster.ProjectImage;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures on a real cluster what a build of a minute loses because its farm grows from nothing:
 * the same build on a farm with the defaults that has no volunteer, at once again, and on a farm
 * that always has as many volunteers as the first one may have. The three take turns, with a real
 * make and distcc. Compilers sleep, so that the machine's processors are not the limit. Takes about
 * half an hour.
 */
public final class SlowdownBench {
  private static final String NAMESPACE = "bench-slowdown";
  private static final String ELASTIC = "elastic";
  private static final String FIXED = "fixed";
  private static final int VOLUNTEERS = 16;
  private static final int SLOTS = 4;
  private static final int JOBS = 3600;
  private static final int ROUNDS = 5;

  /** The bars are for builds that take at least as long. */
  private static final int SECONDS_MIN = 60;

  private static final double EMPTY_BAR = 1.10;
  private static final double AGAIN_BAR = 1.03;

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Prints its seconds. */
  private static final String BUILD =
      """
      rm -rf build && mkdir build && cd build
      for i in $(seq %d); do echo "int x$i;" > "x$i.c"; done
      cat > Makefile <<'END'
      all: $(patsubst %%.c,%%.o,$(wildcard *.c))
      %%.o: %%.c ; @distcc gcc -c $< -o $@
      END
      begin=$(date +%%s%%N)
      make --silent -j%d
      echo "$(($(date +%%s%%N) - begin))"
      """
          .formatted(JOBS, VOLUNTEERS * SLOTS);

  private SlowdownBench() {}

  public static void main(String[] arguments) {
    try (Cluster cluster = Cluster.first();
        KubernetesClient client = cluster.client()) {
      Chart chart = Farms.install(cluster, client, NAMESPACE);
      String image = cluster.take(CiImage.SLEEPING).toString();
      ClusterUser user = new ClusterUser(client, NAMESPACE);
      user.applyAndAwaitReady(
          ELASTIC, farm(ELASTIC, "scaling: {maxVolunteers: %d}".formatted(VOLUNTEERS), image));
      user.applyAndAwaitReady(FIXED, farm(FIXED, "replicas: " + VOLUNTEERS, image));
      Developer developer =
          new Developer(client, NAMESPACE, "bench", image)
              .withTools(chart.image(ProjectImage.TOOLS));
      measure(user, workplace(developer, ELASTIC), workplace(developer, FIXED));
    }
  }

  private static String farm(String name, String size, String image) {
    return """
    apiVersion: compilefarm.dev/v1alpha1
    kind: CompileFarm
    metadata: {name: %s}
    spec:
      volunteers: {image: '%s', slots: %d}
      %s
    """
        .formatted(name, image, SLOTS, size);
  }

  private static Build workplace(Developer developer, String farm) {
    Build workplace = developer.buildOn(farm, "sleep infinity");
    workplace.awaitRunning(PATIENCE);
    return workplace;
  }

  private static void measure(ClusterUser user, Build onElastic, Build onFixed) {
    List<Double> empty = new ArrayList<>();
    List<Double> again = new ArrayList<>();
    List<Double> fixed = new ArrayList<>();
    user.awaitVolunteers(FIXED, VOLUNTEERS, PATIENCE);
    for (int round = 0; round < ROUNDS; round++) {
      user.awaitVolunteers(ELASTIC, 0, PATIENCE);
      // While the other farm has no pods that come or go.
      fixed.add(seconds(onFixed));
      empty.add(seconds(onElastic));
      again.add(seconds(onElastic));
    }
    System.out.printf(
        "%d compiles of 1 s, -j%d, %d volunteers with %d slots%n",
        JOBS, VOLUNTEERS * SLOTS, VOLUNTEERS, SLOTS);
    print("from an empty farm", new Times(empty));
    print("again", new Times(again));
    print("on a farm that is always at its maximum", new Times(fixed));
    double atMaximum = new Times(fixed).median();
    if (atMaximum < SECONDS_MIN) {
      System.out.printf("  which is less than the %d s that the bars are for%n", SECONDS_MIN);
    }
    verdict("from an empty farm", new Times(empty).median() / atMaximum, EMPTY_BAR);
    verdict("again", new Times(again).median() / atMaximum, AGAIN_BAR);
  }

  private static double seconds(Build workplace) {
    String log = workplace.runScript(BUILD, PATIENCE).expectSuccess().log();
    return Long.parseLong(log.strip()) / 1e9;
  }

  private static void print(String what, Times times) {
    System.out.printf("a build %s: %s%n", what, times);
  }

  private static void verdict(String what, double slowdown, double bar) {
    System.out.printf(
        Locale.ROOT,
        "  %s, over the farm at its maximum: %.3f, at most %.2f: %s%n",
        what,
        slowdown,
        bar,
        slowdown <= bar ? "met" : "missed");
  }
}
