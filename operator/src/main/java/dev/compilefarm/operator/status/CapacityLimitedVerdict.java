package dev.compilefarm.operator.status;

import static dev.compilefarm.api.v1alpha1.ConditionType.CAPACITY_LIMITED;

import dev.compilefarm.api.v1alpha1.CompileFarmSpec;
import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.Trouble;
import dev.compilefarm.operator.observe.Workload;
import dev.compilefarm.operator.plan.TargetWait;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Whether something forbids the farm to grow though it should. */
final class CapacityLimitedVerdict {
  private CapacityLimitedVerdict() {}

  /** The reasons that rest on how long jobs wait. */
  private static final Set<Reason> BY_WAIT =
      EnumSet.of(Reason.MAX_VOLUNTEERS_REACHED, Reason.REPLICAS_FIXED);

  /**
   * @param previous the condition of this type as it stands in the farm
   */
  static Verdict of(StatusInputs inputs, Optional<Condition> previous) {
    Workload volunteers = inputs.observed().volunteers();
    if (QuotaMessage.isQuota(volunteers)) {
      return limited(
          Reason.QUOTA_EXCEEDED,
          VolunteersInNumbers.of(inputs)
              + ". "
              + TroubleSentences.ofCreation(volunteers).orElseThrow());
    }
    Optional<String> unschedulable =
        TroubleSentences.ofPods(volunteers, Trouble.Kind.UNSCHEDULABLE);
    if (unschedulable.isPresent()) {
      return limited(
          Reason.VOLUNTEERS_UNSCHEDULABLE,
          VolunteersInNumbers.beside(volunteers.troubled(Trouble.Kind.UNSCHEDULABLE), inputs)
              + ". "
              + unschedulable.orElseThrow());
    }
    if (inputs.silence().isPresent()) {
      return Verdict.inSilence(CAPACITY_LIMITED, inputs.silence().get());
    }
    return inputs
        .load()
        .filter(load -> waitsTooLong(inputs, load, previous))
        .map(load -> atMost(inputs))
        .orElseGet(() ->
            new Verdict(
                CAPACITY_LIMITED,
                Verdict.Status.FALSE,
                Reason.CAPACITY_SUFFICIENT,
                "No limit keeps the farm from growing"));
  }

  /**
   * Only once the volunteers are there: until then the wait is that for their start. Said once, it
   * stays until the wait has fallen to half the target: where it moves around the target, the
   * condition shall not.
   */
  private static boolean waitsTooLong(
      StatusInputs inputs, Load load, Optional<Condition> previous) {
    int target = TargetWait.longSeconds(inputs.spec().scaling());
    return load.queuedForSlot() > 0
        && load.oldestWaitSeconds() > (isLimitedByWait(previous) ? target / 2 : target)
        && inputs.observed().volunteers().ready() >= limit(inputs);
  }

  private static boolean isLimitedByWait(Optional<Condition> previous) {
    return previous
        .filter(c -> BY_WAIT.stream().anyMatch(r -> r.toString().equals(c.getReason())))
        .isPresent();
  }

  private static int limit(StatusInputs inputs) {
    CompileFarmSpec spec = inputs.spec();
    return spec.replicas() != null ? spec.replicas() : spec.scaling().maxVolunteers();
  }

  private static Verdict atMost(StatusInputs inputs) {
    boolean fixed = inputs.spec().replicas() != null;
    // Without the seconds waited: they would change the message every second.
    return limited(
        fixed ? Reason.REPLICAS_FIXED : Reason.MAX_VOLUNTEERS_REACHED,
        "Jobs wait longer than %d s, and %s (%d) allows no more volunteers"
            .formatted(
                TargetWait.longSeconds(inputs.spec().scaling()),
                fixed ? "spec.replicas" : "scaling.maxVolunteers",
                limit(inputs)));
  }

  private static Verdict limited(Reason reason, String message) {
    return new Verdict(CAPACITY_LIMITED, Verdict.Status.TRUE, reason, message);
  }
}
