package dev.compilefarm.operator.status;

import static dev.compilefarm.api.v1alpha1.ConditionType.READY;

import dev.compilefarm.api.v1alpha1.Reason;
import dev.compilefarm.operator.observe.Trouble;
import dev.compilefarm.operator.observe.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Whether the dispatcher takes jobs. */
final class ReadyVerdict {
  private ReadyVerdict() {}

  /**
   * @param others the other conditions that are trouble, most urgent first: a ready farm takes its
   *     reason from the first that is true
   */
  static Verdict of(StatusInputs inputs, List<Verdict> others, Instant now) {
    return Stream.<Supplier<Optional<Verdict>>>of(
            () -> deleting(inputs),
            () -> notReady(inputs),
            () -> notReachableYet(inputs, now),
            () -> silent(inputs),
            () -> paused(inputs),
            () -> obstacle(inputs).map(ReadyVerdict::takesJobs),
            () -> urgent(others).map(ReadyVerdict::takesJobs))
        .flatMap(look -> look.get().stream())
        .findFirst()
        .orElseGet(() ->
            verdict(
                Verdict.Status.TRUE,
                Reason.DISPATCHER_READY,
                "The dispatcher takes jobs at " + inputs.plan().names().endpoint()));
  }

  private static Optional<Verdict> deleting(StatusInputs inputs) {
    return inputs
        .plan()
        .deletion()
        .map(deletion ->
            verdict(Verdict.Status.FALSE, Reason.DELETING, DeletionSentence.of(inputs, deletion)));
  }

  private static Optional<Verdict> notReady(StatusInputs inputs) {
    Workload dispatcher = inputs.observed().dispatcher();
    return dispatcher.ready() > 0 && !isUnreachable(inputs)
        ? Optional.empty()
        : obstacle(inputs)
            .map(o -> verdict(Verdict.Status.FALSE, o.reason(), o.message()))
            .or(() -> starting("Deployment %s has no ready pod yet", dispatcher));
  }

  private static Optional<Verdict> notReachableYet(StatusInputs inputs, Instant now) {
    Workload dispatcher = inputs.observed().dispatcher();
    return NewDispatcher.reachableAt(dispatcher, now)
        .flatMap(at ->
            starting(
                "Deployment %s has a ready pod, and some nodes may not send clients to it yet",
                dispatcher));
  }

  private static Optional<Verdict> silent(StatusInputs inputs) {
    return inputs
        .silence()
        .map(cause -> verdict(Verdict.Status.UNKNOWN, Reason.DISPATCHER_SILENT, cause));
  }

  private static Optional<Verdict> paused(StatusInputs inputs) {
    return inputs.spec().paused()
        ? Optional.of(
            takesJobs(
                new Obstacle(
                    Reason.PAUSED,
                    "spec.paused is true, and the operator changes no object of this farm")))
        : Optional.empty();
  }

  /** Somebody else has the Service's name: the dispatcher may be there, but no client finds it. */
  private static boolean isUnreachable(StatusInputs inputs) {
    return inputs
        .rejected()
        .filter(r -> "Service".equals(r.kind()) && !r.inPlace())
        .filter(r -> inputs.plan().names().service().equals(r.name()))
        .isPresent();
  }

  private record Obstacle(Reason reason, String message) {}

  private static Optional<Obstacle> urgent(List<Verdict> others) {
    return others.stream()
        .filter(Verdict::isTrue)
        .findFirst()
        .map(v -> new Obstacle(v.reason(), v.message()));
  }

  /** What keeps the dispatcher, or its next version, from starting. */
  private static Optional<Obstacle> obstacle(StatusInputs inputs) {
    Workload dispatcher = inputs.observed().dispatcher();
    return Stream.<Supplier<Optional<Obstacle>>>of(
            () -> rejected(inputs),
            () ->
                TroubleSentences.ofCreation(dispatcher)
                    .map(m -> new Obstacle(Reason.DISPATCHER_PODS_REFUSED, m)),
            () -> pods(dispatcher, Trouble.Kind.IMAGE, Reason.DISPATCHER_IMAGE_UNPULLABLE),
            () -> pods(dispatcher, Trouble.Kind.UNSCHEDULABLE, Reason.DISPATCHER_UNSCHEDULABLE),
            () -> pods(dispatcher, Trouble.Kind.CRASHING, Reason.DISPATCHER_CRASHING),
            () -> pods(dispatcher, Trouble.Kind.NODE_LOST, Reason.DISPATCHER_LOST))
        .flatMap(look -> look.get().stream())
        .findFirst();
  }

  private static Optional<Obstacle> rejected(StatusInputs inputs) {
    return inputs
        .rejected()
        .map(r ->
            new Obstacle(
                Reason.OBJECT_REFUSED,
                "The operator cannot write %s %s: %s".formatted(r.kind(), r.name(), r.message())));
  }

  private static Optional<Obstacle> pods(Workload dispatcher, Trouble.Kind kind, Reason reason) {
    return TroubleSentences.ofPods(dispatcher, kind).map(message -> new Obstacle(reason, message));
  }

  private static Optional<Verdict> starting(String message, Workload dispatcher) {
    return Optional.of(
        verdict(
            Verdict.Status.FALSE,
            Reason.DISPATCHER_STARTING,
            message.formatted(dispatcher.name())));
  }

  private static Verdict takesJobs(Obstacle but) {
    return verdict(
        Verdict.Status.TRUE, but.reason(), "The dispatcher takes jobs. " + but.message());
  }

  private static Verdict verdict(Verdict.Status status, Reason reason, String message) {
    return new Verdict(READY, status, reason, message);
  }
}
