package dev.compilefarm.operator.status;

import static dev.compilefarm.api.v1alpha1.ConditionType.CAPACITY_LIMITED;

import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.Trouble;

/** Whether something holds the farm back from growing. */
final class CapacityLimitedVerdict {
  private CapacityLimitedVerdict() {}

  static Verdict of(Situation situation) {
    var volunteers = situation.observed().volunteers();
    if (PodRefusal.isQuota(volunteers)) {
      return limited(Reason.QUOTA_EXCEEDED, Troubles.ofCreation(volunteers).orElseThrow());
    }
    var unschedulable = Troubles.ofPods(volunteers, Trouble.Kind.UNSCHEDULABLE);
    if (unschedulable.isPresent()) {
      return limited(Reason.VOLUNTEERS_UNSCHEDULABLE, unschedulable.orElseThrow());
    }
    if (situation.silence().isPresent()) {
      return new Verdict(
          CAPACITY_LIMITED,
          Verdict.Status.UNKNOWN,
          Reason.DISPATCHER_SILENT,
          situation.silence().orElseThrow());
    }
    return situation
        .load()
        .filter(load -> waitsTooLong(situation, load))
        .map(load -> atMost(situation))
        .orElseGet(() ->
            new Verdict(
                CAPACITY_LIMITED,
                Verdict.Status.FALSE,
                Reason.CAPACITY_SUFFICIENT,
                "Nothing holds the farm back from growing"));
  }

  /** Only once the volunteers are there: until then the wait is that for their start. */
  private static boolean waitsTooLong(Situation situation, Load load) {
    return load.queued() > 0
        && load.oldestWaitSeconds() > situation.spec().scaling().targetWaitSeconds()
        && situation.observed().volunteers().ready() >= limit(situation);
  }

  private static int limit(Situation situation) {
    var spec = situation.spec();
    return spec.replicas() != null ? spec.replicas() : spec.scaling().maxVolunteers();
  }

  private static Verdict atMost(Situation situation) {
    var fixed = situation.spec().replicas() != null;
    // without the seconds waited: they would change the message every second
    return limited(
        fixed ? Reason.REPLICAS_FIXED : Reason.MAX_VOLUNTEERS_REACHED,
        "Jobs wait longer than scaling.targetWaitSeconds (%d), and %s (%d) allows no more volunteers"
            .formatted(
                situation.spec().scaling().targetWaitSeconds(),
                fixed ? "spec.replicas" : "scaling.maxVolunteers",
                limit(situation)));
  }

  private static Verdict limited(Reason reason, String message) {
    return new Verdict(CAPACITY_LIMITED, Verdict.Status.TRUE, reason, message);
  }
}
