package dev.compilefarm.dispatcher.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ListHealthTest {
  private final ListHealth health = new ListHealth(seconds(0));

  @Test
  void agesSinceTheStartAndSinceEachConfirmation() {
    assertEquals(Duration.ofSeconds(7), health.age(seconds(7)));
    health.listed(seconds(7));
    assertEquals(Duration.ofSeconds(3), health.age(seconds(10)));
    health.confirmed(seconds(11));
    assertEquals(Duration.ofSeconds(1), health.age(seconds(12)));
  }

  @Test
  void isCompleteForEverAfterTheFirstList() {
    assertFalse(health.isComplete());
    health.listed(seconds(1));
    health.failed(ListFault.REFUSED, "status 403", seconds(2));
    assertTrue(health.isComplete());
  }

  @Test
  void tellsAChangeOnce() {
    assertEquals(
        Optional.of(
            "The list of volunteers cannot be kept up to date; trying again all the time."
                + " No job is taken yet. The API server: status 403"),
        health.failed(ListFault.REFUSED, "status 403", seconds(1)));
    assertEquals(Optional.empty(), health.failed(ListFault.REFUSED, "status 403", seconds(2)));
    assertTrue(health.failed(ListFault.UNREACHABLE, "refused", seconds(3)).isPresent());
    assertEquals(Optional.empty(), health.failed(ListFault.REFUSED, "status 403", seconds(4)));
    health.watching(seconds(5));
    assertFalse(health.isStable(seconds(5) + ListHealth.STABLE.toNanos() - 1));
    assertTrue(health.isStable(seconds(5) + ListHealth.STABLE.toNanos()));
    assertEquals(
        Optional.of("The list of volunteers is up to date again after 9.0 s (failed attempts: 4)"),
        health.recovered(seconds(10)));
    assertEquals(Optional.empty(), health.recovered(seconds(11)));
    assertTrue(health.failed(ListFault.REFUSED, "status 403", seconds(12)).isPresent());
  }

  @Test
  void isNotStableWhileWatchesEndAtOnce() {
    for (int i = 0; i < 20; i++) {
      health.watching(seconds(i));
      health.failed(ListFault.UNREADABLE, "x", seconds(i + 1));
      assertFalse(health.isStable(seconds(i + 1)));
    }
  }

  @Test
  void saysNothingOfWhatBelongsToAnApiServersLife() {
    assertEquals(Optional.empty(), health.failed(ListFault.EXPIRED, "410", seconds(1)));
    health.watching(seconds(2));
    health.recovered(seconds(9));
    assertEquals(Optional.empty(), health.failed(ListFault.EXPIRED, "410", seconds(10)));
    assertTrue(health.failed(ListFault.EXPIRED, "410", seconds(11)).isPresent(), "twice in a row");
  }

  private static long seconds(int seconds) {
    // Near the overflow of the clock.
    return Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(5) + TimeUnit.SECONDS.toNanos(seconds);
  }
}
