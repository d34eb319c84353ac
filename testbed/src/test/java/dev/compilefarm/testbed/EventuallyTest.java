package dev.compilefarm.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {

  @Test
  void returnsWhatSatisfied() {
    AtomicInteger looks = new AtomicInteger();

    int seen =
        Eventually.eventually(
            "a second look", Duration.ofSeconds(5), looks::incrementAndGet, n -> n == 2);

    assertEquals(2, seen);
  }

  @Test
  void saysWhatWasWaitedForAndSeen() {
    AssertionError failure =
        assertThrows(
            AssertionError.class,
            () ->
                Eventually.eventually("rain", Duration.ofMillis(500), () -> "sun", "rain"::equals));

    assertEquals("waited 1 s for rain; last seen: sun", failure.getMessage());
  }
}
