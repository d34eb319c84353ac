package dev.compilefarm.dispatcher.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Times are milliseconds. */
class EventPacingTest {
  private static final boolean CHANGED = true;
  private static final boolean UNCHANGED = false;

  // As System.nanoTime may: far from zero, and about to overflow.
  private static final long START = Long.MAX_VALUE - millis(50);

  private final EventPacing pacing =
      new EventPacing(Duration.ofMillis(100), Duration.ofMillis(5000), START);

  @Test
  void theFirstEventIsDueAtOnce() {
    assertLookAfter(0, UNCHANGED, 0);
    assertTrue(pacing.isHeartbeatDue(at(0)));
  }

  @Test
  void aChangeAfterAQuietWhileIsDueAtOnce() {
    tell(0);
    assertLookAfter(0, CHANGED, 100);
    assertLookAfter(0, CHANGED, 2345);
  }

  @Test
  void aChangeSoonAfterAnEventIsDueAtTheNextMark() {
    tell(0);
    assertLookAfter(100, CHANGED, 0);
    assertLookAfter(70, CHANGED, 30);
    assertLookAfter(1, CHANGED, 99);
  }

  @Test
  void withoutAChangeOnlyTheHeartbeatIsDue() {
    tell(0);
    assertLookAfter(4970, UNCHANGED, 30);
    assertFalse(pacing.isHeartbeatDue(at(4999)));
    assertLookAfter(0, UNCHANGED, 5000);
    assertTrue(pacing.isHeartbeatDue(at(5000)));
  }

  @Test
  void aLookThatFoundNothingKeepsTheSpacingAndDoesNotPutOffTheHeartbeat() {
    tell(0);
    pacing.looked(at(4980));
    assertLookAfter(60, CHANGED, 5020);
    assertLookAfter(60, UNCHANGED, 5020);
    assertTrue(pacing.isHeartbeatDue(at(5000)));
  }

  @Test
  void underSteadyLoadThereIsOneEventAtEachMark() {
    assertEquals(List.of(0, 100, 200, 300, 400), toldWithin(500, CHANGED));
  }

  @Test
  void atRestThereIsOneEventForEachSilence() {
    assertEquals(List.of(0, 5000, 10_000), toldWithin(15_000, UNCHANGED));
  }

  /** When somebody who waits exactly as told, and finds this each time, tells the load. */
  private List<Integer> toldWithin(int millis, boolean changed) {
    List<Integer> told = new ArrayList<>();
    int now = 0;
    while (now < millis) {
      long wait = pacing.nanosUntilLook(changed, at(now));
      if (wait <= 0) {
        tell(now);
        told.add(now);
      } else {
        now += (int) (wait / millis(1));
      }
    }
    return told;
  }

  private void tell(int now) {
    pacing.looked(at(now));
    pacing.told(at(now));
  }

  private void assertLookAfter(int millis, boolean changed, int now) {
    assertEquals(millis(millis), Math.max(0, pacing.nanosUntilLook(changed, at(now))));
  }

  private static long at(int millis) {
    return START + millis(millis);
  }

  private static long millis(int millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
