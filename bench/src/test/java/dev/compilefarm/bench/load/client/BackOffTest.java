package dev.compilefarm.bench.load.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackOffTest {
  private final BackOff backOff = new BackOff(2);

  @Test
  void aHostThatFailedIsLeftAloneForAMinute() {
    backOff.failed(0, seconds(5));

    assertEquals(List.of(1), backOff.usable(seconds(5)));
    assertEquals(List.of(1), backOff.usable(seconds(65) - 1));
    assertEquals(List.of(0, 1), backOff.usable(seconds(65)));
  }

  @Test
  void aSuccessMakesItUsableAtOnce() {
    backOff.failed(1, seconds(5));

    backOff.succeeded(1);

    assertEquals(List.of(0, 1), backOff.usable(seconds(5)));
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
