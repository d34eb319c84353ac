package dev.compilefarm.dispatcher.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.dispatch.JobRecords;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import dev.compilefarm.dispatcher.dispatch.Refusal;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JobMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final JobMeters meters = new JobMeters(registry);

  @Test
  void recordsTheWaitOfEveryJobAndTheReplayOfReplayedOnes() {
    meters.ended(JobRecords.abandoned(1, "a"));
    meters.ended(JobRecords.replayed(2, "a"));

    assertRecorded(2, 800 + 200, registry.get("compilefarm.job.wait").timer());
    assertRecorded(1, 400, registry.get("compilefarm.job.replay").timer());
  }

  @Test
  void countsWhatToldHowLongJobsWouldTake() {
    meters.ended(JobRecords.replayed(1, "a"));
    meters.ended(JobRecords.refused(1, "icc", Refusal.of(Outcome.UNKNOWN_COMPILER)));

    assertEquals(1, expected("size"));
    assertEquals(0, expected("earlier_job"));
  }

  private double expected(String from) {
    return registry.get("compilefarm.jobs.expected").tag("from", from).counter().count();
  }

  private static void assertRecorded(long count, double nanos, Timer timer) {
    assertEquals(count, timer.count());
    assertEquals(nanos, timer.totalTime(TimeUnit.NANOSECONDS));
  }
}
