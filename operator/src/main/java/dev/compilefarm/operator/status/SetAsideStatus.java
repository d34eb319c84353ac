package dev.compilefarm.operator.status;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.api.v1alpha1.ConditionType;
import dev.compilefarm.api.v1alpha1.Reason;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The status of a farm of which no round can be made, and which must not disturb the others. Only
 * its conditions change: all else is as it was last seen.
 */
public final class SetAsideStatus {
  private SetAsideStatus() {}

  /**
   * The farm's spec cannot be used. Its objects are left alone, and nothing is said of them.
   *
   * @param why names the field and its value
   */
  public static CompileFarmStatus ofInvalidSpec(CompileFarm farm, String why, Instant now) {
    List<Verdict> verdicts =
        Stream.of(ConditionType.values())
            .map(type -> verdict(type, Reason.INVALID_SPEC, message(type, why)))
            .toList();
    return withConditions(
        farm,
        Conditions.merge(conditions(farm), verdicts, farm.getMetadata().getGeneration(), now));
  }

  /**
   * A round of the farm failed. What the other conditions said stands.
   *
   * @param message bounded, and the same for the same failure
   */
  public static CompileFarmStatus ofFailure(CompileFarm farm, String message, Instant now) {
    return withConditions(farm, failed(farm, message, now));
  }

  private static CompileFarmStatus withConditions(CompileFarm farm, List<Condition> conditions) {
    CompileFarmStatus previous =
        Optional.ofNullable(farm.getStatus())
            .orElseGet(() ->
                new CompileFarmStatus(
                    null, null, null, null, null, null, null, null, null, null, null));
    return new CompileFarmStatus(
        farm.getMetadata().getGeneration(),
        conditions,
        previous.endpoint(),
        previous.externalEndpoint(),
        previous.selector(),
        previous.replicas(),
        previous.volunteers(),
        previous.slots(),
        previous.queue(),
        previous.toolchain(),
        previous.lastStart());
  }

  private static List<Condition> failed(CompileFarm farm, String message, Instant now) {
    List<Condition> previous = conditions(farm);
    List<Verdict> unknown =
        Arrays.stream(ConditionType.values())
            .filter(
                type -> type == ConditionType.READY || Conditions.find(previous, type).isEmpty())
            .map(type -> verdict(type, Reason.INTERNAL_ERROR, message))
            .toList();
    List<Condition> said =
        Conditions.merge(previous, unknown, farm.getMetadata().getGeneration(), now);
    return Stream.concat(
            said.stream(),
            previous.stream()
                .filter(c -> said.stream().noneMatch(other -> other.getType().equals(c.getType()))))
        .sorted(Comparator.comparing(Condition::getType))
        .toList();
  }

  private static Verdict verdict(ConditionType type, Reason reason, String message) {
    boolean isRefused = type == ConditionType.READY && reason == Reason.INVALID_SPEC;
    return new Verdict(
        type, isRefused ? Verdict.Status.FALSE : Verdict.Status.UNKNOWN, reason, message);
  }

  private static String message(ConditionType type, String why) {
    return type == ConditionType.READY
        ? why + ". The farm's objects stay as they are until somebody corrects it"
        : "The spec holds an invalid value. The condition Ready names it";
  }

  private static List<Condition> conditions(CompileFarm farm) {
    return Optional.ofNullable(farm.getStatus())
        .map(CompileFarmStatus::conditions)
        .orElse(List.of());
  }
}
