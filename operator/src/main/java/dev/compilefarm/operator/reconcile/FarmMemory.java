package dev.compilefarm.operator.reconcile;

import dev.compilefarm.operator.plan.SizeHistory;
import dev.compilefarm.operator.status.Refusal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is kept of a farm between two rounds and is not in the cluster. Losing it costs a scale-down
 * delay, no more.
 *
 * @param refused what could not be written in the last round
 * @param cutShort names of the volunteers of whom it was told that their drain is cut short
 */
record FarmMemory(
    Optional<SizeHistory> history,
    Optional<Instant> lastStatusWrite,
    Optional<Refused> refused,
    Set<String> cutShort) {
  static final FarmMemory NONE =
      new FarmMemory(Optional.empty(), Optional.empty(), Optional.empty(), Set.of());

  FarmMemory {
    cutShort = Set.copyOf(cutShort);
  }

  /** The memory of this round's refusal: the same one as before keeps its age. */
  Optional<Refused> refused(Optional<Refusal> refusal, Instant now) {
    return refusal.map(what ->
        refused
            .filter(before -> before.refusal().equals(what))
            .orElseGet(() -> new Refused(what, now)));
  }
}
