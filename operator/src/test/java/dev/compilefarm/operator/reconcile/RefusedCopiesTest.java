package dev.compilefarm.operator.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RefusedCopiesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void refusedNamespaceIsTriedAgainAfterAWhile() {
    RefusedCopies refused = RefusedCopies.NONE.after(Map.of("apps", "taken"), true, NOW);

    assertTrue(refused.waits("apps", NOW.plusMillis(1999)));
    assertFalse(refused.waits("apps", NOW.plusSeconds(2)));
    assertFalse(refused.waits("web", NOW));
    assertEquals(Optional.of(Duration.ofSeconds(2)), refused.retryAfter(NOW));
    assertEquals(Optional.empty(), refused.retryAfter(NOW.plusSeconds(2)));
  }

  @Test
  void attemptsGrowRarerUpToAMinuteWhileTheCauseIsTheSame() {
    RefusedCopies refused = RefusedCopies.NONE.after(Map.of("apps", "taken"), true, NOW);
    refused = refused.after(Map.of("apps", "taken"), true, NOW.plusSeconds(10));
    assertEquals(Optional.of(Duration.ofSeconds(10)), refused.retryAfter(NOW.plusSeconds(10)));

    refused = refused.after(Map.of("apps", "taken"), true, NOW.plusSeconds(3600));
    assertEquals(Optional.of(Duration.ofMinutes(1)), refused.retryAfter(NOW.plusSeconds(3600)));

    refused = refused.after(Map.of("apps", "forbidden"), true, NOW.plusSeconds(3700));
    assertEquals(Optional.of(Duration.ofSeconds(2)), refused.retryAfter(NOW.plusSeconds(3700)));
  }

  @Test
  void oneThatWaitsStaysRefusedAndOneThatWasTriedAndIsWellDoesNot() {
    RefusedCopies refused =
        RefusedCopies.NONE.after(Map.of("apps", "taken", "web", "gone"), true, NOW);

    assertEquals(
        Map.of("apps", "taken", "web", "gone"),
        refused.after(Map.of(), true, NOW.plusSeconds(1)).messages());
    assertEquals(Map.of(), refused.after(Map.of(), true, NOW.plusSeconds(2)).messages());
  }

  @Test
  void whatWasNotTriedYetComesSoon() {
    RefusedCopies refused = RefusedCopies.NONE.after(Map.of("apps", "taken"), false, NOW);

    assertEquals(Optional.of(Duration.ofMillis(250)), refused.retryAfter(NOW));
    assertEquals(
        Optional.of(Duration.ofSeconds(1)),
        refused.after(Map.of(), true, NOW.plusSeconds(1)).retryAfter(NOW.plusSeconds(1)));
  }

  @Test
  void namespaceThatDoesNotMatterAnyMoreIsForgotten() {
    RefusedCopies refused =
        RefusedCopies.NONE.after(Map.of("apps", "taken", "web", "gone"), true, NOW);

    assertEquals(Map.of("web", "gone"), refused.only(Set.of("web", "other")).messages());
  }
}
