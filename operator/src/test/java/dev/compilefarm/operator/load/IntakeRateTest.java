package dev.compilefarm.operator.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class IntakeRateTest {
  private static final long SECOND = 1_000_000_000;

  private final IntakeRate rate = new IntakeRate();

  @Test
  void whatAnyDispatcherSendsIsNeverWaitedFor() {
    // About to overflow, as it may.
    long now = Long.MAX_VALUE - SECOND;
    for (int event = 0; event < 100; event++) {
      assertEquals(0, rate.took(130_000, now));
      now += SECOND / 10;
    }
  }

  @Test
  void theLargestEventIsNotWaitedFor() {
    assertEquals(0, rate.took(DispatcherHttp.LOAD_BYTES_MAX, 7));
  }

  @Test
  void whatComesWithoutEndIsTakenInAtThePace() {
    long now = 0L;
    long bytes = 0L;
    while (now < 10 * SECOND) {
      bytes += 16_384;
      now += rate.took(16_384, now);
    }

    assertEquals(10.5, (double) bytes / IntakeRate.BYTES_PER_SECOND, 0.1);
  }

  @Test
  void silenceIsNotSavedUp() {
    rate.took(1, 0);

    assertEquals(SECOND / 2, rate.took(IntakeRate.BYTES_PER_SECOND, 100 * SECOND));
  }
}
