package dev.compilefarm.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.api.v1alpha1.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
  private static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00.4Z");
  private static final Instant NOW = Instant.parse("2026-01-01T00:01:00.9Z");

  @Test
  void keepsTransitionTimeWhileStatusHolds() {
    List<Condition> before = Conditions.merge(List.of(), List.of(starting("first")), 1L, BEFORE);

    Condition after = Conditions.merge(before, List.of(starting("second")), 2L, NOW).getFirst();

    assertEquals("2026-01-01T00:00:00Z", after.getLastTransitionTime());
    assertEquals("second", after.getMessage());
    assertEquals(2L, after.getObservedGeneration());
  }

  @Test
  void movesTransitionTimeWithStatus() {
    List<Condition> before = Conditions.merge(List.of(), List.of(starting("first")), 1L, BEFORE);

    Condition after =
        Conditions.merge(
                before,
                List.of(
                    new Verdict(
                        ConditionType.READY, Verdict.Status.TRUE, Reason.DISPATCHER_READY, "now")),
                1L,
                NOW)
            .getFirst();

    assertEquals("2026-01-01T00:01:00Z", after.getLastTransitionTime());
    assertEquals("True", after.getStatus());
    assertEquals("DispatcherReady", after.getReason());
  }

  @Test
  void sortsByType() {
    List<Condition> conditions =
        Conditions.merge(
            List.of(),
            List.of(
                starting("x"),
                new Verdict(
                    ConditionType.CAPACITY_LIMITED,
                    Verdict.Status.FALSE,
                    Reason.CAPACITY_SUFFICIENT,
                    "y")),
            1L,
            NOW);

    assertEquals(
        List.of("CapacityLimited", "Ready"), conditions.stream().map(Condition::getType).toList());
  }

  private static Verdict starting(String message) {
    return new Verdict(
        ConditionType.READY, Verdict.Status.FALSE, Reason.DISPATCHER_STARTING, message);
  }
}
