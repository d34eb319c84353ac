package dev.compilefarm.operator.status;

import static dev.compilefarm.operator.observe.Facts.notReady;
import static dev.compilefarm.operator.observe.Facts.ready;
import static dev.compilefarm.operator.observe.Facts.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.operator.observe.PodFact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NewDispatcherTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:10Z");

  @Test
  void isReachableSomeSecondsAfterItIsReady() {
    assertEquals(Optional.of(NOW.plusSeconds(1)), reachableAt(ready("a", NOW.minusSeconds(2))));
    assertEquals(Optional.empty(), reachableAt(ready("a", NOW.minusSeconds(3))));
  }

  @Test
  void needNotBeWaitedForWhereAnotherOneIs() {
    assertEquals(Optional.empty(), reachableAt(ready("a", NOW), ready("b", NOW.minusSeconds(60))));
  }

  @Test
  void isNoneWhereNoneIsReady() {
    assertEquals(Optional.empty(), reachableAt(notReady("a", NOW)));
  }

  @Test
  void isNotWaitedForByAClockThatIsFarAhead() {
    assertEquals(Optional.empty(), reachableAt(ready("a", NOW.plusSeconds(3600))));
  }

  private static Optional<Instant> reachableAt(PodFact... pods) {
    return NewDispatcher.reachableAt(workload(1, List.of(pods)), NOW);
  }
}
