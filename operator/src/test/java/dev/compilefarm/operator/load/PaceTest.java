package dev.compilefarm.operator.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000;

  private final Pace pace = new Pace();

  @Test
  void whatAnyDispatcherSendsIsNeverWaitedFor() {
    var now = Long.MAX_VALUE - SECOND; // about to overflow, as it may
    for (var event = 0; event < 100; event++) {
      assertEquals(0, pace.took(130_000, now));
      now += SECOND / 10;
    }
  }

  @Test
  void theLargestEventIsNotWaitedFor() {
    assertEquals(0, pace.took(DispatcherHttp.LOAD_BYTES_MAX, 7));
  }

  @Test
  void whatComesWithoutEndIsTakenInAtThePace() {
    var now = 0L;
    var bytes = 0L;
    while (now < 10 * SECOND) {
      bytes += 16_384;
      now += pace.took(16_384, now);
    }

    assertEquals(10.5, (double) bytes / Pace.BYTES_PER_SECOND, 0.1);
  }

  @Test
  void silenceIsNotSavedUp() {
    pace.took(1, 0);

    assertEquals(SECOND / 2, pace.took(Pace.BYTES_PER_SECOND, 100 * SECOND));
  }
}
