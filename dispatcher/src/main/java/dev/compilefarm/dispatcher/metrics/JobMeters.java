package dev.compilefarm.dispatcher.metrics;

import dev.compilefarm.dispatcher.dispatch.JobObserver;
import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.history.Expectation.From;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Of the jobs that ended: histograms of what they waited and what replays cost them, and what told
 * how long they would take. Thread-safe. How long volunteers take is in {@link SessionCounters}.
 */
public final class JobMeters implements JobObserver {
  /** From a free slot at once to the longest wait allowed, half an hour by default. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(10),
    Duration.ofMillis(30),
    Duration.ofMillis(100),
    Duration.ofMillis(300),
    Duration.ofSeconds(1),
    Duration.ofSeconds(3),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(100),
    Duration.ofSeconds(300),
    Duration.ofSeconds(1000)
  };

  private final Timer wait;
  private final Timer replay;
  private final Map<From, Counter> expected = new EnumMap<>(From.class);

  public JobMeters(MeterRegistry registry) {
    wait =
        timer(
            registry,
            "compilefarm.job.wait",
            "Time from a job's whole request to its first start, or to its end if it never started");
    replay =
        timer(
            registry,
            "compilefarm.job.replay",
            "Time that replays cost a replayed job: from its first start to its latest");
    for (From from : From.values()) {
      expected.put(
          from,
          Counter.builder("compilefarm.jobs.expected")
              .description(
                  "Jobs ended of which a time was expected, by what told it: an earlier job or the"
                      + " size")
              .tag("from", Label.of(from))
              .register(registry));
    }
  }

  @Override
  public void ended(JobRecord job) {
    wait.record(job.waitedNanos(job.endedAtNanos()), TimeUnit.NANOSECONDS);
    job.expected().ifPresent(expectation -> expected.get(expectation.from()).increment());
    job.replayNanos().ifPresent(nanos -> replay.record(nanos, TimeUnit.NANOSECONDS));
  }

  private static Timer timer(MeterRegistry registry, String name, String what) {
    return Timer.builder(name).description(what).serviceLevelObjectives(BUCKETS).register(registry);
  }
}
