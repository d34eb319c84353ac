package dev.compilefarm.operator.reconcile;

import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.observe.RejectedObject;
import dev.compilefarm.operator.plan.SizeHistory;
import dev.compilefarm.operator.status.DrainCutShort;
import dev.compilefarm.operator.status.StatusInputs;
import dev.compilefarm.operator.status.StatusPacing;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is kept of a farm between two rounds and is not in the cluster. Losing it costs a scale-down
 * delay, no more.
 *
 * @param rejected what could not be written in the last round
 * @param copies what could not be written in other namespaces
 * @param cutShort names of the volunteers of whom it was told that their drain is cut short
 * @param invalid what of the spec cannot be used, as it was told
 * @param failure of the last round
 * @param told the conditions of which people were told last; empty before the first round
 * @param started the volunteers whose start is over
 */
record FarmMemory(
    Optional<SizeHistory> history,
    Optional<Instant> lastStatusWrite,
    Optional<RetryOfRejected> rejected,
    RefusedCopies copies,
    Set<String> cutShort,
    Optional<String> invalid,
    Optional<Failure> failure,
    Optional<List<Condition>> told,
    StartedVolunteers started) {
  static final FarmMemory NONE =
      new FarmMemory(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          RefusedCopies.NONE,
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          StartedVolunteers.UNSEEN);

  FarmMemory {
    cutShort = Set.copyOf(cutShort);
    told = told.map(List::copyOf);
  }

  /**
   * What this round knew of the sizes before; a farm that was never seen may need its volunteers.
   */
  SizeHistory historyOf(Observed observed, Instant now) {
    return history.orElseGet(
        () -> SizeHistory.startingWith(observed.volunteers().replicas().orElse(0), now));
  }

  /** The memory after a round in which the farm's spec could be used. */
  FarmMemory after(StatusInputs inputs, StatusPacing pacing, Instant now) {
    return new FarmMemory(
        Optional.of(inputs.plan().sizing().history()),
        pacing instanceof StatusPacing.Due ? Optional.of(now) : lastStatusWrite,
        rejected(inputs.rejected(), now),
        copies,
        DrainCutShort.of(inputs).stream().map(DrainCutShort::pod).collect(Collectors.toSet()),
        Optional.empty(),
        failure,
        told,
        started.after(inputs.observed().volunteers().pods()));
  }

  /** The same object as before keeps its age. */
  Optional<RetryOfRejected> rejected(Optional<RejectedObject> object, Instant now) {
    return object.map(what ->
        rejected
            .filter(before -> before.object().equals(what))
            .orElseGet(() -> new RetryOfRejected(what, now)));
  }

  /** The same, but for the spec of which it was told that it cannot be used. */
  FarmMemory withInvalid(Optional<String> next) {
    return new FarmMemory(
        history, lastStatusWrite, rejected, copies, cutShort, next, failure, told, started);
  }

  /** The same after an attempt to write copies into other namespaces. */
  FarmMemory withCopies(RefusedCopies next) {
    return new FarmMemory(
        history, lastStatusWrite, rejected, next, cutShort, invalid, failure, told, started);
  }

  /** The same after a round that failed, or did not. */
  FarmMemory withFailure(Optional<Failure> next) {
    return new FarmMemory(
        history, lastStatusWrite, rejected, copies, cutShort, invalid, next, told, started);
  }

  /** The same after people were told of these conditions. */
  FarmMemory withTold(List<Condition> next) {
    return new FarmMemory(
        history,
        lastStatusWrite,
        rejected,
        copies,
        cutShort,
        invalid,
        failure,
        Optional.of(next),
        started);
  }
}
