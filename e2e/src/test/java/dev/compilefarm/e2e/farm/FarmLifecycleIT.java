package dev.compilefarm.e2e.farm;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.observe.Inventory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A farm from its first object to its last, and what the operator does not do in between. */
class FarmLifecycleIT {
  @RegisterExtension static final Stage stage = new Stage("lifecycle");

  private static final String FARM_LABEL = "compilefarm.dev/farm";
  private static final Duration IDLE = Duration.ofMinutes(1);

  @Test
  void aDeletedFarmLeavesNothing() {
    // Given
    Inventory inventory = new Inventory(stage.client(), stage.namespace());
    stage.user().applyAndAwaitReady("gone", farm("gone", "replicas: 1"));
    stage.user().awaitVolunteers("gone", 1, Duration.ofSeconds(30));
    Map<String, String> before = inventory.labelled(FARM_LABEL, "gone");
    assertTrue(
        before.keySet().containsAll(List.of("Deployment gone-dispatcher", "Service gone")),
        before::toString);

    // When
    stage.user().deleteFarm("gone");

    // Then: and nothing comes back either
    eventually(
        "nothing labelled " + FARM_LABEL + "=gone",
        Duration.ofSeconds(90),
        () -> inventory.labelled(FARM_LABEL, "gone"),
        Map::isEmpty);
    Awaitility.await("nothing comes back")
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(6))
        .until(() -> inventory.labelled(FARM_LABEL, "gone").isEmpty());
  }

  @Test
  void anIdleFarmIsNotWrittenTo() {
    // Given: a farm with a volunteer, so that there is something that could be written to
    Inventory inventory = new Inventory(stage.client(), stage.namespace());
    stage.user().applyAndAwaitReady("idle", farm("idle", "replicas: 1"));
    eventually(
        "a volunteer in the status",
        Duration.ofSeconds(60),
        () -> stage.user().farm("idle").getStatus(),
        status ->
            status.volunteers().ready() == 1
                && status.slots() != null
                && status.slots().total() == 2);
    stage.user().awaitAvailable("idle-dispatcher");

    // Then: a minute without a write comes. A busy machine may have something to tell before.
    Awaitility.await("an idle minute")
        .pollInterval(Duration.ofSeconds(5))
        .atMost(IDLE.multipliedBy(5))
        .until(() -> versions(inventory), new Unchanged<>(IDLE));
  }

  @Test
  void networkPoliciesGoWhenTheFarmWantsNone() {
    // Given
    stage.user().apply(farm("open", "replicas: 1"));
    eventually(
        "network policies", Duration.ofSeconds(60), () -> policies("open"), found -> found > 0);

    // When
    stage.user().apply(farm("open", "replicas: 1, access: {networkPolicies: false}"));

    // Then
    eventually("none", Duration.ofSeconds(60), () -> policies("open"), found -> found == 0);
  }

  private static int policies(String farm) {
    return stage
        .client()
        .network()
        .v1()
        .networkPolicies()
        .inNamespace(stage.namespace())
        .withLabel(FARM_LABEL, farm)
        .list()
        .getItems()
        .size();
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

  private static Map<String, String> versions(Inventory inventory) {
    Map<String, String> versions = inventory.labelled(FARM_LABEL, "idle");
    versions.put("CompileFarm idle", stage.user().farm("idle").getMetadata().getResourceVersion());
    return versions;
  }

  /** True of what has been seen the same for so long. */
  private static final class Unchanged<T> implements Predicate<T> {
    private final Duration span;
    private T last;
    private long sinceNanos;

    Unchanged(Duration span) {
      this.span = span;
    }

    @Override
    public boolean test(T seen) {
      long now = System.nanoTime();
      if (!seen.equals(last)) {
        last = seen;
        sinceNanos = now;
      }
      return now - sinceNanos >= span.toNanos();
    }
  }
}
