package dev.compilefarm.operator.load;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutageTest {
  private static final long START = Long.MAX_VALUE - SECONDS.toNanos(1);

  private final Outage outage = new Outage(Timing.OF_DISPATCHERS, START);

  @Test
  void waitsTwiceAsLongEachTimeUpToBound() {
    assertEquals(
        List.of(100L, 200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L),
        IntStream.range(0, 8).mapToObj(i -> waitMillis(0)).toList());
  }

  @Test
  void leavesUpToHalfOfTheWaitToChance() {
    assertEquals(75, waitMillis(0.5));
    assertEquals(100, waitMillis(1));
  }

  @Test
  void waitsNoLongerThanTheBoundForEver() {
    assertTrue(IntStream.range(0, 200).mapToLong(i -> waitMillis(0)).allMatch(w -> w <= 5000));
  }

  @Test
  void hasPatienceFromItsBeginning() {
    outage.retryAt(START + SECONDS.toNanos(3), 0);

    assertEquals(SECONDS.toNanos(5), outage.silentAt() - START);
  }

  private long waitMillis(double chance) {
    return NANOSECONDS.toMillis(outage.retryAt(START, chance) - START);
  }
}
