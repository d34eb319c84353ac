package dev.compilefarm.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class JobRecordTest {
  private static final long NOW = 1000;

  @Test
  void aQueuedJobHasWaitedUntilNow() {
    JobRecord job = JobRecords.queued(1, "a");
    assertEquals(900, job.waitedNanos(NOW));
    assertEquals(OptionalLong.empty(), job.servedNanos(NOW));
    assertEquals(OptionalLong.empty(), job.replayNanos());
  }

  @Test
  void aRunningJobHasWaitedUntilItsStartAndIsServedUntilNow() {
    JobRecord job = JobRecords.running(1, "a");
    assertEquals(200, job.waitedNanos(NOW));
    assertEquals(OptionalLong.of(700), job.servedNanos(NOW));
    assertEquals(OptionalLong.empty(), job.replayNanos());
  }

  @Test
  void aReplayedJobWasServedFromItsLatestStart() {
    JobRecord job = JobRecords.replayed(1, "a");
    assertEquals(200, job.waitedNanos(NOW));
    assertEquals(OptionalLong.of(50), job.servedNanos(NOW));
    assertEquals(OptionalLong.of(400), job.replayNanos());
  }

  @Test
  void aJobThatNeverStartedHasWaitedUntilItsEnd() {
    JobRecord job = JobRecords.abandoned(1, "a");
    assertEquals(800, job.waitedNanos(NOW));
    assertEquals(OptionalLong.empty(), job.servedNanos(NOW));
    assertEquals(OptionalLong.empty(), job.replayNanos());
  }
}
