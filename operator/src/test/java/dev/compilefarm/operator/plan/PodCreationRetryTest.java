package dev.compilefarm.operator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.operator.observe.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PodCreationRetryTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void nothingIsRetriedWhereNothingIsRefused() {
    assertEquals(
        new PodCreationRetry(Optional.empty(), Optional.empty()),
        PodCreationRetry.of(workload(Optional.empty()), NOON));
  }

  @Test
  void refusedPodsAreAskedForOnceInEachInterval() {
    assertEquals(retry(NOON, 30), at(0));
    assertEquals(retry(NOON, 1), at(29));
    assertEquals(retry(NOON.plusSeconds(30), 30), at(30));
    assertEquals(retry(NOON.plusSeconds(990), 20), at(1_000));
  }

  private static PodCreationRetry at(int seconds) {
    return PodCreationRetry.of(
        workload(Optional.of("exceeded quota: small")), NOON.plusSeconds(seconds));
  }

  private static PodCreationRetry retry(Instant at, int untilNextSeconds) {
    return new PodCreationRetry(Optional.of(at), Optional.of(Duration.ofSeconds(untilNextSeconds)));
  }

  private static Workload workload(Optional<String> refusal) {
    return new Workload("main-volunteers", OptionalInt.of(1), refusal, List.of());
  }
}
