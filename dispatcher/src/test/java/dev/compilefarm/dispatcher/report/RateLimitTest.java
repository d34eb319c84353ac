package dev.compilefarm.dispatcher.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.report.RateLimit.Allowance;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  /** Near the overflow of the clock. */
  private static final long START = Long.MAX_VALUE - 1_000;

  private static final InetAddress STRANGER = InetAddress.ofLiteral("10.0.0.1");
  private static final InetAddress OTHER = InetAddress.ofLiteral("fd00::2");

  private final RateLimit limit =
      new RateLimit(new Allowance(100, 50), new Allowance(10, 5), 7, START);

  @Test
  void letsSoManyThroughAtOnceAndThenAtItsPace() {
    assertEquals(5, passed(STRANGER, START));
    assertEquals(0, passed(STRANGER, after(99)));
    assertEquals(1, passed(STRANGER, after(100)));
    assertEquals(0, passed(STRANGER, after(150)));
    assertEquals(5, passed(STRANGER, after(60_000)), "no more for a long rest");
  }

  @Test
  void letsOthersThrough() {
    assertEquals(5, passed(STRANGER, START));
    assertEquals(5, passed(OTHER, START));
  }

  @Test
  void hasALimitForAllTogether() {
    long passed =
        IntStream.range(0, 1_000)
            .filter(
                i -> limit.allows(InetAddress.ofLiteral("10.1." + i / 250 + "." + i % 250), START))
            .count();
    assertEquals(50, passed);
    assertFalse(limit.allows(OTHER, START));
    assertTrue(limit.allows(OTHER, after(10)));
  }

  @Test
  void sharesPlacesEvenly() {
    RateLimit wide =
        new RateLimit(new Allowance(1_000_000, 1_000_000), new Allowance(1, 1), 12_345, START);
    Set<Integer> passed = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      InetAddress address = InetAddress.ofLiteral("10.2." + i / 250 + "." + i % 250);
      if (wide.allows(address, START)) {
        passed.add(i);
      }
    }
    // A fair hash puts 1,000 into 638 of 1,024 places.
    assertTrue(passed.size() > 500, passed.size() + " places");
  }

  private long passed(InetAddress address, long nowNanos) {
    return IntStream.range(0, 100).filter(i -> limit.allows(address, nowNanos)).count();
  }

  private static long after(int millis) {
    return START + TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
