package dev.compilefarm.dispatcher.joblog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SetAsideLogTest {
  private final SetAsideLog log = new SetAsideLog();

  @Test
  void saysHowManyFailAndWhyThatMayBe() {
    log.allFailing(() -> 2);
    assertEquals(
        Optional.of(
            "All volunteers fail, and 2 are set aside, so a job of tenant 10.1.0.9 went home. Their"
                + " ALLOW may leave out the dispatcher, their TMPDIR may be full, or their compiler"
                + " does not run; see their logs. 0 more such jobs since the last warning"),
        log.warning("10.1.0.9", 0));
  }

  @Test
  void isSilentWhereOneOfThemWorks() {
    assertEquals(Optional.empty(), log.warning("a", 0));
  }

  @Test
  void comesOnceInTenSeconds() {
    log.allFailing(() -> 2);
    assertTrue(log.warning("a", 0).isPresent());
    assertEquals(Optional.empty(), log.warning("a", 1));
    String next = log.warning("a", Duration.ofSeconds(10).toNanos()).orElseThrow();
    assertTrue(next.endsWith("1 more such jobs since the last warning"), next);
  }
}
