package dev.compilefarm.e2e.farm;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.Build;
import dev.compilefarm.testbed.actor.BuildResult;
import dev.compilefarm.testbed.actor.ClusterUser;
import dev.compilefarm.testbed.cluster.Chart;
import dev.compilefarm.testbed.observe.Inventory;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Who deletes a farm does not take the jobs along that it has accepted; and no farm stays because
 * somebody waits for jobs that are not there. The bounds of these farms are the defaults, forty
 * minutes in all: what goes sooner went because nothing was left to wait for.
 */
class FarmDeletionIT {
  @RegisterExtension static final Stage stage = new Stage("deletion");

  private static final String FARM_LABEL = "compilefarm.dev/farm";
  private static final Duration GONE = Duration.ofSeconds(90);

  /** Four compiles of some seconds each, all sent at once. */
  private static final String BUILD =
      """
      for i in 1 2 3 4; do cat > f$i.cc <<END
      constexpr unsigned spin(unsigned n) {
        unsigned x = $i;
        for (unsigned i = 0; i < n; ++i) x = x * 1664525u + 1013904223u;
        return x;
      }
      constexpr unsigned result = spin(1000000);
      unsigned f$i() { return result; }
      END
      done
      printf 'all: f1.o f2.o f3.o f4.o\\n' > Makefile
      make --silent -j4 CXX='distcc g++' \
        CXXFLAGS='-std=c++17 -fconstexpr-loop-limit=2000000000 -fconstexpr-ops-limit=2000000000'
      test "$(ls f*.o | wc -l)" = 4
      """;

  @Test
  void aFarmThatIsDeletedFinishesTheJobsItHas() {
    // Given: one slot, a job that has it, and three that wait for it
    Inventory inventory = new Inventory(stage.client(), stage.namespace());
    stage.user().applyAndAwaitReady("busy", farm("busy", "replicas: 1, volunteers: {slots: 1}"));
    Build build = stage.developer("ann").buildOn("busy", BUILD);
    eventually(
        "one job running and three waiting",
        Duration.ofSeconds(90),
        () -> stage.dispatcherOf("busy").load(),
        load -> load.running() == 1 && load.queued() == 3);

    // When
    stage.user().deleteFarm("busy");

    // Then
    assertFalse(build.hasEnded(), "the build was over before the farm was deleted");
    assertNotNull(stage.user().farm("busy"), "the farm is there while it has jobs");
    BuildResult result = build.await(Duration.ofMinutes(3)).expectSuccess();
    assertFalse(result.log().contains("distcc["), result::log);
    awaitGone(inventory, "busy");
  }

  @Test
  void aPausedFarmIsDeletedToo() {
    Inventory inventory = new Inventory(stage.client(), stage.namespace());
    stage.user().applyAndAwaitReady("paused", farm("paused", "replicas: 1"));
    stage.user().patchFarm("paused", "{\"spec\": {\"paused\": true}}");
    stage.user().awaitCondition("paused", "Ready", GONE, c -> c.getReason().equals("Paused"));

    stage.user().deleteFarm("paused");

    awaitGone(inventory, "paused");
  }

  /**
   * Nothing can be made in it any more, and all that the farm consists of goes at the same time.
   * The cluster looks at such a namespace again after half of the longest grace period of its pods,
   * so that of the dispatcher is made short here: with the defaults it would be twenty minutes.
   */
  @Test
  void aNamespaceGoesWithTheFarmInIt() {
    String namespace = stage.namespace() + "-whole";
    ClusterUser user = new ClusterUser(stage.client(), namespace);
    stage
        .client()
        .namespaces()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .withLabels(Chart.RESTRICTED)
                .endMetadata()
                .build())
        .create();
    user.applyAndAwaitReady(
        "main",
        farm(
            "main",
            "replicas: 1, queue: {maxWaitSeconds: 1}, volunteers: {jobLifetimeSeconds: 1}"));

    stage.client().namespaces().withName(namespace).delete();

    eventually(
        "the namespace gone",
        GONE,
        () -> stage.client().namespaces().withName(namespace).get(),
        Objects::isNull);
  }

  private static void awaitGone(Inventory inventory, String farm) {
    eventually("the farm " + farm + " gone", GONE, () -> stage.user().farm(farm), Objects::isNull);
    eventually(
        "nothing labelled " + FARM_LABEL + "=" + farm,
        GONE,
        () -> inventory.labelled(FARM_LABEL, farm),
        Map::isEmpty);
  }

  private static String farm(String name, String spec) {
    return """
    apiVersion: compilefarm.dev/v1alpha1
    kind: CompileFarm
    metadata: {name: %s}
    spec: {%s}
    """
        .formatted(name, spec);
  }
}
