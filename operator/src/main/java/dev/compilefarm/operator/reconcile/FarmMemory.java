package dev.compilefarm.operator.reconcile;

import dev.compilefarm.operator.plan.SizeHistory;
import dev.compilefarm.operator.status.Refusal;
import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of a farm between two rounds and is not in the cluster. Losing it costs a scale-down
 * delay, no more.
 */
record FarmMemory(
    Optional<SizeHistory> history,
    Optional<Instant> lastStatusWrite,
    Optional<Refusal> lastRefusal) {
  static final FarmMemory NONE =
      new FarmMemory(Optional.empty(), Optional.empty(), Optional.empty());
}
