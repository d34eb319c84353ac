package dev.compilefarm.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.operator.status.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Refusal REFUSAL = new Refusal("Service", "main", "it exists");

  @ParameterizedTest
  @CsvSource({"0, 2", "1, 2", "2, 2", "10, 10", "60, 60", "3600, 60"})
  void attemptsGrowRarer(int lastedSeconds, int retrySeconds) {
    assertEquals(
        Duration.ofSeconds(retrySeconds),
        new Refused(REFUSAL, START).retryAfter(START.plusSeconds(lastedSeconds)));
  }

  @Test
  void sameRefusalKeepsItsAge() {
    var memory = refused();

    assertEquals(memory.refused(), memory.refused(Optional.of(REFUSAL), START.plusSeconds(9)));
  }

  @Test
  void otherRefusalStartsAnew() {
    var other = new Refusal("ConfigMap", "main-client", "it exists");
    var memory = refused();

    assertEquals(
        Optional.of(new Refused(other, START.plusSeconds(9))),
        memory.refused(Optional.of(other), START.plusSeconds(9)));
  }

  private static FarmMemory refused() {
    return new FarmMemory(
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Refused(REFUSAL, START)),
        Set.of(),
        Optional.empty(),
        Optional.empty());
  }
}
