package dev.compilefarm.dispatcher.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private final BackOff backOff = new BackOff();

  @Test
  void doublesUpToThreeSeconds() {
    assertEquals(Duration.ofSeconds(1), backOff.next(0));
    assertEquals(Duration.ofSeconds(2), backOff.next(0));
    assertEquals(Duration.ofSeconds(3), backOff.next(0));
    assertEquals(Duration.ofSeconds(3), backOff.next(0));
    backOff.reset();
    assertEquals(Duration.ofMillis(500), backOff.next(1));
  }

  @Test
  void isOverInTimeForAListWithinTenSeconds() {
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 100; i++) {
      longest = backOff.next(0);
    }
    assertTrue(longest.plus(PodApi.PATIENCE).compareTo(Duration.ofSeconds(10)) < 0);
  }
}
