package dev.compilefarm.operator.status;

import static dev.compilefarm.api.v1alpha1.ConditionType.VOLUNTEERS_FAILING;

import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.operator.observe.Notices;
import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.Trouble;
import dev.compilefarm.operator.observe.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Whether volunteers do not start, do not stay up or do not answer. */
final class VolunteersFailingVerdict {
  private static final String DISK_FULL =
      "gets no job until its TMPDIR takes files. Raise spec.volunteers.tmpSize or the memory limit in"
          + " spec.volunteers.resources";

  private static final String NOTHING =
      "takes jobs and compiles none. It gets no job until a test compile succeeds. See its log";

  private VolunteersFailingVerdict() {}

  static Verdict of(StatusInputs inputs, Instant now) {
    return Stream.<Supplier<Optional<Verdict>>>of(
            () -> rejected(inputs),
            () -> pods(inputs, Trouble.Kind.IMAGE, Reason.VOLUNTEER_IMAGE_UNPULLABLE),
            () -> pods(inputs, Trouble.Kind.CRASHING, Reason.VOLUNTEERS_CRASHING),
            () -> pods(inputs, Trouble.Kind.NODE_LOST, Reason.VOLUNTEERS_LOST),
            () -> stuck(inputs, now),
            () -> setAside(inputs, Notices.TMPDIR_FULL, Reason.VOLUNTEERS_DISK_FULL, DISK_FULL),
            () ->
                setAside(
                    inputs, Notices.COMPILES_NOTHING, Reason.VOLUNTEERS_COMPILE_NOTHING, NOTHING))
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

  /** The dispatcher gives them no job. */
  private static Optional<Verdict> setAside(
      StatusInputs inputs, String trouble, Reason reason, String remedy) {
    List<String> names =
        inputs.load().stream()
            .flatMap(load -> load.notices().failing().entrySet().stream())
            .filter(entry -> entry.getValue().equals(trouble))
            .map(Map.Entry::getKey)
            .toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            failing(
                reason,
                VolunteersInNumbers.of(inputs),
                "Volunteer %s%s ".formatted(names.getFirst(), others(names)) + remedy));
  }

  private static String others(List<String> names) {
    return names.size() == 1 ? "" : " (one of %d)".formatted(names.size());
  }

  private static Verdict failing(Reason reason, String numbers, String cause) {
    return new Verdict(VOLUNTEERS_FAILING, Verdict.Status.TRUE, reason, numbers + ". " + cause);
  }
}
