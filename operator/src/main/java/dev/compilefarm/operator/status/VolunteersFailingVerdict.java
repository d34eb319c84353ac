package dev.compilefarm.operator.status;

import static dev.compilefarm.api.v1alpha1.ConditionType.VOLUNTEERS_FAILING;

import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.operator.observe.Trouble;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Whether volunteers do not start, do not stay up or do not answer. */
final class VolunteersFailingVerdict {
  private VolunteersFailingVerdict() {}

  static Verdict of(Situation situation, Instant now) {
    return Stream.<Supplier<Optional<Verdict>>>of(
            () -> refused(situation),
            () -> pods(situation, Trouble.Kind.IMAGE, Reason.VOLUNTEER_IMAGE_UNPULLABLE),
            () -> pods(situation, Trouble.Kind.CRASHING, Reason.VOLUNTEERS_CRASHING),
            () -> pods(situation, Trouble.Kind.NODE_LOST, Reason.VOLUNTEERS_LOST),
            () -> stuck(situation, now))
        .flatMap(look -> look.get().stream())
        .findFirst()
        .orElseGet(() ->
            new Verdict(
                VOLUNTEERS_FAILING,
                Verdict.Status.FALSE,
                Reason.VOLUNTEERS_HEALTHY,
                "No volunteer is known to fail"));
  }

  private static Optional<Verdict> refused(Situation situation) {
    var volunteers = situation.observed().volunteers();
    return PodRefusal.isQuota(volunteers)
        ? Optional.empty()
        : Troubles.ofCreation(volunteers)
            .map(cause ->
                failing(Reason.VOLUNTEER_PODS_REFUSED, VolunteersInNumbers.of(situation), cause));
  }

  private static Optional<Verdict> pods(Situation situation, Trouble.Kind kind, Reason reason) {
    var volunteers = situation.observed().volunteers();
    return Troubles.ofPods(volunteers, kind)
        .map(cause ->
            failing(
                reason, VolunteersInNumbers.beside(volunteers.troubled(kind), situation), cause));
  }

  private static Optional<Verdict> stuck(Situation situation, Instant now) {
    var stuck = StuckPods.of(situation.observed().volunteers(), now);
    return StuckPods.sentence(stuck)
        .map(cause ->
            failing(Reason.VOLUNTEERS_STUCK, VolunteersInNumbers.beside(stuck, situation), cause));
  }

  private static Verdict failing(Reason reason, String numbers, String cause) {
    return new Verdict(VOLUNTEERS_FAILING, Verdict.Status.TRUE, reason, numbers + ". " + cause);
  }
}
