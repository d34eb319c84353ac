package dev.compilefarm.operator.status;

import dev.compilefarm.api.v1alpha1.ConditionType;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Joins what is with what was: the transition time moves only when a condition's status does. */
final class Conditions {
  private Conditions() {}

  /** The conditions sorted by type, so that equal ones are equal lists. */
  static List<Condition> merge(
      Collection<Condition> previous, Collection<Verdict> verdicts, Long generation, Instant now) {
    return verdicts.stream()
        .map(verdict -> condition(find(previous, verdict.type()), verdict, generation, now))
        .sorted(Comparator.comparing(Condition::getType))
        .toList();
  }

  static Optional<Condition> find(Collection<Condition> conditions, ConditionType type) {
    return conditions.stream().filter(c -> type.toString().equals(c.getType())).findFirst();
  }

  /** Whether it is there and true. */
  static boolean isTrue(Optional<Condition> condition) {
    return condition.filter(c -> Verdict.Status.TRUE.toString().equals(c.getStatus())).isPresent();
  }

  private static Condition condition(
      Optional<Condition> previous, Verdict verdict, Long generation, Instant now) {
    String since =
        previous
            .filter(c -> verdict.status().toString().equals(c.getStatus()))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    return new ConditionBuilder()
        .withType(verdict.type().toString())
        .withStatus(verdict.status().toString())
        .withReason(verdict.reason().toString())
        .withMessage(verdict.message())
        .withObservedGeneration(generation)
        .withLastTransitionTime(since)
        .build();
  }
}
