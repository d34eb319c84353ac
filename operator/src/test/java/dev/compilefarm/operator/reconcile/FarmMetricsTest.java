package dev.compilefarm.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus.VolunteersStatus;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Farms by reason, and the series of each, which go with it. */
class FarmMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final FarmMetrics metrics = new FarmMetrics(registry);

  @Test
  void farmsAreCountedByReason() {
    metrics.seen(farm("a", "1"), status("True", "DispatcherReady", 2, 1));
    metrics.seen(farm("b", "2"), status("True", "DispatcherReady", 3, 3));
    metrics.seen(farm("c", "3"), status("False", "InvalidSpec", 0, 0));
    assertEquals(
        List.of("[ready=False, reason=InvalidSpec] 1", "[ready=True, reason=DispatcherReady] 2"),
        series("compilefarm.farms"));

    metrics.seen(farm("c", "3"), status("True", "DispatcherReady", 0, 0));
    assertEquals(List.of("[ready=True, reason=DispatcherReady] 3"), series("compilefarm.farms"));
  }

  @Test
  void seriesOfFarmGoWithIt() {
    metrics.seen(farm("a", "1"), status("True", "DispatcherReady", 2, 1));
    assertEquals(
        List.of("[farm=a, namespace=ci] 2"), series("compilefarm.farm.volunteers.desired"));
    assertEquals(List.of("[farm=a, namespace=ci] 1"), series("compilefarm.farm.volunteers.ready"));

    metrics.forget(farm("a", "1"));
    assertEquals(List.of(), series("compilefarm.farm.volunteers.desired"));
    assertEquals(List.of(), series("compilefarm.farms"));
  }

  /** That the old one is gone may be heard after the new one was seen. */
  @Test
  void farmOfSameNameKeepsItsSeries() {
    metrics.seen(farm("a", "1"), status("True", "DispatcherReady", 2, 1));
    metrics.seen(farm("a", "2"), status("True", "DispatcherReady", 5, 4));
    metrics.forget(farm("a", "1"));

    assertEquals(
        List.of("[farm=a, namespace=ci] 5"), series("compilefarm.farm.volunteers.desired"));
  }

  private List<String> series(String name) {
    return registry.getMeters().stream()
        .filter(meter -> meter.getId().getName().equals(name))
        .map(FarmMetricsTest::words)
        .sorted()
        .toList();
  }

  private static String words(Meter meter) {
    return "%s %.0f"
        .formatted(
            meter.getId().getTags().stream()
                .map((Tag tag) -> tag.getKey() + "=" + tag.getValue())
                .sorted()
                .collect(Collectors.joining(", ", "[", "]")),
            meter.measure().iterator().next().getValue());
  }

  private static CompileFarm farm(String name, String uid) {
    CompileFarm farm = new CompileFarm();
    farm.setMetadata(
        new ObjectMetaBuilder().withName(name).withNamespace("ci").withUid(uid).build());
    return farm;
  }

  private static CompileFarmStatus status(String ready, String reason, int desired, int there) {
    return new CompileFarmStatus(
        1L,
        List.of(
            new ConditionBuilder().withType("Ready").withStatus(ready).withReason(reason).build()),
        null,
        null,
        null,
        null,
        VolunteersStatus.of(desired, there, 0, ""),
        null,
        null,
        null,
        null);
  }
}
