package dev.compilefarm.operator.status;

import static dev.compilefarm.api.v1alpha1.ConditionType.VOLUNTEERS_FAILING;

import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.Trouble;
import dev.compilefarm.operator.observe.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Whether volunteers do not start, do not stay up or do not answer. */
final class VolunteersFailingVerdict {
  private VolunteersFailingVerdict() {}

  static Verdict of(StatusInputs inputs, Instant now) {
    return Stream.<Supplier<Optional<Verdict>>>of(
            () -> rejected(inputs),
            () -> pods(inputs, Trouble.Kind.IMAGE, Reason.VOLUNTEER_IMAGE_UNPULLABLE),
            () -> pods(inputs, Trouble.Kind.CRASHING, Reason.VOLUNTEERS_CRASHING),
            () -> pods(inputs, Trouble.Kind.NODE_LOST, Reason.VOLUNTEERS_LOST),
            () -> stuck(inputs, now))
        .flatMap(look -> look.get().stream())
        .findFirst()
        .orElseGet(() ->
            new Verdict(
                VOLUNTEERS_FAILING,
                Verdict.Status.FALSE,
                Reason.VOLUNTEERS_HEALTHY,
                "No volunteer is known to fail"));
  }

  private static Optional<Verdict> rejected(StatusInputs inputs) {
    Workload volunteers = inputs.observed().volunteers();
    return QuotaMessage.isQuota(volunteers)
        ? Optional.empty()
        : TroubleSentences.ofCreation(volunteers)
            .map(cause ->
                failing(Reason.VOLUNTEER_PODS_REFUSED, VolunteersInNumbers.of(inputs), cause));
  }

  private static Optional<Verdict> pods(StatusInputs inputs, Trouble.Kind kind, Reason reason) {
    Workload volunteers = inputs.observed().volunteers();
    return TroubleSentences.ofPods(volunteers, kind)
        .map(cause ->
            failing(reason, VolunteersInNumbers.beside(volunteers.troubled(kind), inputs), cause));
  }

  private static Optional<Verdict> stuck(StatusInputs inputs, Instant now) {
    List<PodFact> stuck = StuckPods.of(inputs.observed().volunteers(), now);
    return StuckPods.sentence(stuck)
        .map(cause ->
            failing(Reason.VOLUNTEERS_STUCK, VolunteersInNumbers.beside(stuck, inputs), cause));
  }

  private static Verdict failing(Reason reason, String numbers, String cause) {
    return new Verdict(VOLUNTEERS_FAILING, Verdict.Status.TRUE, reason, numbers + ". " + cause);
  }
}
