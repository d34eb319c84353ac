package dev.compilefarm.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FailureTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void attemptsGrowRarerUpToMinute() {
    List<Long> waits =
        Stream.iterate(failure(Optional.empty(), 1), before -> failure(Optional.of(before), 1))
            .limit(9)
            .map(failure -> Duration.between(START, failure.retryAt()).toSeconds())
            .toList();

    assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L), waits);
  }

  @Test
  void theNextRoundWaitsForItsTime() {
    Failure failure = failure(Optional.empty(), 1);

    assertEquals(Optional.of(Duration.ofMillis(400)), failure.wait(1L, START.plusMillis(600)));
    assertEquals(Optional.empty(), failure.wait(1L, START.plusSeconds(1)));
  }

  @Test
  void specThatChangedIsTriedAtOnceAndStartsAnew() {
    Failure third = failure(Optional.of(failure(Optional.of(failure(Optional.empty(), 1)), 1)), 1);

    assertEquals(Optional.empty(), third.wait(2L, START));
    assertEquals(1, failure(Optional.of(third), 2).attempts());
  }

  private static Failure failure(Optional<Failure> before, long generation) {
    return Failure.of("it failed", generation, before, START);
  }
}
