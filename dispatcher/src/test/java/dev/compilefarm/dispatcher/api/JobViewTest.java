package dev.compilefarm.dispatcher.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.dispatch.JobRecords;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JobViewTest {
  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
  private static final WallClock CLOCK = new WallClock(() -> 1000, START, 50);

  @Test
  void whatHasNotHappenedIsNull() {
    JobView job = JobView.of(JobRecords.queued(7, "a"), CLOCK, 1000);
    assertEquals(START.plusNanos(50), job.queuedAt());
    assertNull(job.startedAt());
    assertNull(job.endedAt());
    assertEquals(900e-9, job.waitedSeconds());
    assertNull(job.servedSeconds());
    assertNull(job.startOrder());
    assertNull(job.outcome());
  }

  @Test
  void timesOfDayAndSecondsAreThoseOfTheRecord() {
    JobView job = JobView.of(JobRecords.replayed(7, "a"), CLOCK, 1000);
    assertEquals(START.plusNanos(250), job.startedAt());
    assertEquals(START.plusNanos(710), job.endedAt());
    assertEquals(200e-9, job.waitedSeconds());
    assertEquals(50e-9, job.servedSeconds());
    assertEquals(2, job.attempts());
    assertEquals(2, job.protocol());
    assertFalse(job.fellBack());
    assertTrue(JobView.of(JobRecords.fallenBack(8, "a"), CLOCK, 1000).fellBack());
  }
}
