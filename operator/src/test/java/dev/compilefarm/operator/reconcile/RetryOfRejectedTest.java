package dev.compilefarm.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.operator.observe.RejectedObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryOfRejectedTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final RejectedObject REJECTED = new RejectedObject("Service", "main", "it exists");

  @ParameterizedTest
  @CsvSource({"0, 2", "1, 2", "2, 2", "10, 10", "60, 60", "3600, 60"})
  void attemptsGrowRarer(int lastedSeconds, int retrySeconds) {
    assertEquals(
        Duration.ofSeconds(retrySeconds),
        new RetryOfRejected(REJECTED, START).retryAfter(START.plusSeconds(lastedSeconds)));
  }

  @Test
  void sameObjectKeepsItsAge() {
    FarmMemory memory = rejected();

    assertEquals(memory.rejected(), memory.rejected(Optional.of(REJECTED), START.plusSeconds(9)));
  }

  @Test
  void otherObjectStartsAnew() {
    RejectedObject other = new RejectedObject("ConfigMap", "main-client", "it exists");
    FarmMemory memory = rejected();

    assertEquals(
        Optional.of(new RetryOfRejected(other, START.plusSeconds(9))),
        memory.rejected(Optional.of(other), START.plusSeconds(9)));
  }

  private static FarmMemory rejected() {
    return new FarmMemory(
        Optional.empty(),
        Optional.empty(),
        Optional.of(new RetryOfRejected(REJECTED, START)),
        RefusedCopies.NONE,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        StartedVolunteers.UNSEEN);
  }
}
