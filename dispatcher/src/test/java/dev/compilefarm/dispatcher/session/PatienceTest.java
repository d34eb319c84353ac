package dev.compilefarm.dispatcher.session;

import static dev.compilefarm.dispatcher.session.Patience.BYTES_PER_SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Patience patience = new Patience(Duration.ofMinutes(5));

  @Test
  void isUsedUpByOneByteASecond() {
    for (int i = 0; i < 301; i++) {
      patience.waited(SECOND, 1);
    }
    assertEquals(Duration.ZERO, patience.left());
  }

  @Test
  void lastsForAPeerThatSendsFastEnough() {
    for (int i = 0; i < 10_000; i++) {
      patience.waited(SECOND, BYTES_PER_SECOND);
    }
    assertEquals(Duration.ofMinutes(5), patience.left());
  }

  @Test
  void isRestoredByBytesButNeverAboveTheMost() {
    patience.waited(299 * SECOND, 100);
    assertEquals(1, patience.left().toSeconds());

    patience.waited(0, 1000 * BYTES_PER_SECOND);

    assertEquals(Duration.ofMinutes(5), patience.left());
  }
}
