package dev.compilefarm.operator.status;

import static dev.compilefarm.api.v1alpha1.ConditionType.VOLUNTEERS_FAILING;

import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.operator.observe.Trouble;

/** Whether volunteers do not start or do not stay up. */
final class VolunteersFailingVerdict {
  private VolunteersFailingVerdict() {}

  static Verdict of(Situation situation) {
    var volunteers = situation.observed().volunteers();
    var refused = Troubles.ofCreation(volunteers);
    if (refused.isPresent() && !PodRefusal.isQuota(volunteers)) {
      return failing(Reason.VOLUNTEER_PODS_REFUSED, refused.orElseThrow());
    }
    return Troubles.ofPods(volunteers, Trouble.Kind.IMAGE)
        .map(message -> failing(Reason.VOLUNTEER_IMAGE_UNPULLABLE, message))
        .or(() ->
            Troubles.ofPods(volunteers, Trouble.Kind.CRASHING)
                .map(message -> failing(Reason.VOLUNTEERS_CRASHING, message)))
        .orElseGet(() ->
            new Verdict(
                VOLUNTEERS_FAILING,
                Verdict.Status.FALSE,
                Reason.VOLUNTEERS_HEALTHY,
                "No volunteer is known to fail"));
  }

  private static Verdict failing(Reason reason, String message) {
    return new Verdict(VOLUNTEERS_FAILING, Verdict.Status.TRUE, reason, message);
  }
}
