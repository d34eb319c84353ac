package dev.compilefarm.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.operator.observe.VolunteerStart;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StartMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void eachPhaseIsCountedOnceInItsBucket() {
    new StartMetrics(registry)
        .count(
            new VolunteerStart(
                Duration.ofSeconds(90),
                Duration.ofSeconds(7),
                Duration.ZERO,
                Duration.ofSeconds(301)));

    assertEquals(
        new TreeMap<>(
            Map.of(
                "node", List.of(120.0, 300.0),
                "pull", List.of(10.0, 20.0, 30.0, 60.0, 120.0, 300.0),
                "init", List.of(0.1, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 30.0, 60.0, 120.0, 300.0),
                "start", List.of())),
        new TreeMap<>(phases(1)));
  }

  @Test
  void phasesAreThereBeforeTheFirstStart() {
    new StartMetrics(registry);

    phases(0).forEach((phase, buckets) -> assertEquals(List.of(), buckets, phase));
  }

  /** The upper bounds in seconds of the buckets that hold a start, by phase. */
  private Map<String, List<Double>> phases(long starts) {
    Map<String, List<Double>> buckets = new TreeMap<>();
    for (String phase : List.of("node", "pull", "init", "start")) {
      assertEquals(
          starts,
          registry.get("compilefarm.operator.volunteer.start").tag("phase", phase).timer().count());
      buckets.put(
          phase,
          Stream.of(
                  registry
                      .get("compilefarm.operator.volunteer.start")
                      .tag("phase", phase)
                      .timer()
                      .takeSnapshot()
                      .histogramCounts())
              .filter(bucket -> bucket.count() > 0)
              .map(bucket -> bucket.bucket(TimeUnit.SECONDS))
              .toList());
    }
    return buckets;
  }
}
