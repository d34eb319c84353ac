package dev.compilefarm.operator.reconcile;

import dev.compilefarm.operator.observe.VolunteerStart;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;

/** How long volunteers take to start, over all farms: a histogram for each part. Thread-safe. */
public final class StartMetrics {
  /**
   * A pod tells whole seconds, so the first bound holds what took less than one. A new node may
   * take some minutes.
   */
  private static final Duration[] BOUNDS =
      LongStream.of(
              100, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final Timer node;
  private final Timer pull;
  private final Timer init;
  private final Timer start;

  public StartMetrics(MeterRegistry registry) {
    node = timer("node", registry);
    pull = timer("pull", registry);
    init = timer("init", registry);
    start = timer("start", registry);
  }

  /** Counts a start once in each part. */
  void count(VolunteerStart volunteer) {
    node.record(volunteer.node());
    pull.record(volunteer.pull());
    init.record(volunteer.init());
    start.record(volunteer.start());
  }

  private static Timer timer(String phase, MeterRegistry registry) {
    return Timer.builder("compilefarm.operator.volunteer.start")
        .tag("phase", phase)
        .serviceLevelObjectives(BOUNDS)
        .register(registry);
  }
}
