package dev.compilefarm.dispatcher.joblog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.dispatch.JobRecords;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import dev.compilefarm.dispatcher.dispatch.Refusal;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
  private final RefusalLog log = new RefusalLog();

  @Test
  void saysWhoseJobItWasAndWhatTheClientWasTold() {
    assertEquals(
        Optional.of(
            "Refused a job of tenant 10.1.0.9, compiler icc: this farm has no compiler icc."
                + " 0 more such jobs since the last warning"),
        log.warning(refused(Outcome.UNKNOWN_COMPILER, "icc"), 0));
  }

  @Test
  void isNotFloodedByOneClientWithManyNames() {
    assertTrue(log.warning(refused(Outcome.POISON, "cc1"), seconds(100)).isPresent());
    assertEquals(Optional.empty(), log.warning(refused(Outcome.POISON, "cc2"), seconds(101)));
    assertEquals(Optional.empty(), log.warning(refused(Outcome.POISON, "cc3"), seconds(110) - 1));

    String line = log.warning(refused(Outcome.POISON, "cc4"), seconds(110)).orElseThrow();

    assertTrue(line.contains("compiler cc4"), line);
    assertTrue(line.endsWith(" 2 more such jobs since the last warning"), line);
  }

  @Test
  void oneOutcomeDoesNotHideAnother() {
    assertTrue(log.warning(refused(Outcome.POISON, "cc1"), 0).isPresent());
    assertTrue(log.warning(refused(Outcome.UNKNOWN_COMPILER, "cc1"), 1).isPresent());
  }

  @Test
  void writesOneLineWhateverTheNameHolds() {
    String line = log.warning(refused(Outcome.POISON, "cc\nWARN all is lost"), 0).orElseThrow();
    assertTrue(line.contains("compiler cc?WARN?all?is?lost: "), line);
  }

  private static JobRecord refused(Outcome outcome, String compiler) {
    return JobRecords.refused(
        7, compiler, new Refusal(outcome, "icc", "this farm has no compiler icc"));
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
