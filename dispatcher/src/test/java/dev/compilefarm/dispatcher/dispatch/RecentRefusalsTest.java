package dev.compilefarm.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecentRefusalsTest {
  private static final long KEPT = RecentRefusals.KEPT.toNanos();

  private final RecentRefusals recent = new RecentRefusals();

  @Test
  void countsJobsOfAKindAndHasTheMostFrequentFirst() {
    add("icc", 10, 0);
    add("clang", 30, 1);
    add("clang", 20, 2);
    assertEquals(
        List.of(
            new RecentRefusal(Outcome.UNKNOWN_COMPILER, "clang", "clang", 30, 2, "no clang at 1"),
            new RecentRefusal(Outcome.UNKNOWN_COMPILER, "icc", "icc", 10, 1, "no icc at 0")),
        recent.at(3));
  }

  @Test
  void aKindLeavesTenMinutesAfterItsLatestJobAndTimeChangesNothingElse() {
    add("icc", 1, 0);
    add("clang", 1, 1);
    add("icc", 1, 2);
    List<RecentRefusal> both = recent.at(2);
    assertEquals(both, recent.at(KEPT));
    assertEquals(List.of(both.getFirst()), recent.at(KEPT + 1));
    assertEquals(List.of(), recent.at(KEPT + 2));
    add("icc", 1, KEPT + 3);
    assertEquals(1, recent.at(KEPT + 3).getFirst().jobs(), "counted anew");
  }

  @Test
  void isBoundedWhateverNamesClientsChoose() {
    for (int i = 0; i < 2 * RecentRefusals.KINDS_MAX; i++) {
      add("cc" + i, 1, i);
    }
    assertEquals(RecentRefusals.SHOWN_MAX, recent.at(1_000).size());
    add("cc0", 1, 1_001);
    assertEquals(1, recent.at(1_001).getFirst().jobs(), "it was forgotten");
  }

  @Test
  void theClockMayOverflow() {
    add("icc", 1, Long.MAX_VALUE);
    assertEquals(1, recent.at(Long.MIN_VALUE + 10).size());
    assertEquals(0, recent.at(Long.MIN_VALUE + KEPT).size());
  }

  private void add(String compiler, long bytes, long at) {
    recent.add(
        JobRecords.refused(
            bytes,
            compiler,
            new Refusal(Outcome.UNKNOWN_COMPILER, compiler, "no %s at %d".formatted(compiler, at))),
        at);
  }
}
