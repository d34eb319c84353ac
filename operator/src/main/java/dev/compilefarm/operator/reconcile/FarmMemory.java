package dev.compilefarm.operator.reconcile;

import dev.compilefarm.operator.plan.SizeHistory;
import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of a farm between two rounds and is not in the cluster. Losing it costs a scale-down
 * delay, no more.
 */
record FarmMemory(Optional<SizeHistory> history, Optional<Instant> lastStatusWrite) {
  static final FarmMemory NONE = new FarmMemory(Optional.empty(), Optional.empty());
}
