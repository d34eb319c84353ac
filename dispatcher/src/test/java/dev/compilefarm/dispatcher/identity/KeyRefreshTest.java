package dev.compilefarm.dispatcher.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyRefreshTest {
  private final KeyRefresh refresh = new KeyRefresh();

  @Test
  void whatIsKnownIsAskedForAgainNowAndThen() {
    refresh.succeeded();
    assertEquals(KeyRefresh.KNOWN, refresh.pause().plus(refresh.rest()));
  }

  @Test
  void missedKeysDoNotMakeItAskMoreOftenThanThat() {
    refresh.succeeded();
    assertEquals(KeyRefresh.SPACING, refresh.pause());
    assertTrue(refresh.rest().isPositive(), "what a missed key cuts short");
  }

  @Test
  void failuresAreFarApartSoonAndForgottenAtOnce() {
    List<Long> pauses =
        Stream.generate(this::pauseAfterFailure).limit(8).map(Duration::toSeconds).toList();
    assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L), pauses);
    assertEquals(Duration.ZERO, refresh.rest());
    refresh.succeeded();
    assertEquals(Duration.ofSeconds(1), pauseAfterFailure());
  }

  private Duration pauseAfterFailure() {
    refresh.failed();
    return refresh.pause();
  }
}
