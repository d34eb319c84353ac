package dev.compilefarm.bench.chaos;

import java.time.Instant;
import java.util.Locale;

/**
 * A fault that happened.
 *
 * @param what to which object, or what was changed
 * @param refused the cluster did not let it happen: an eviction that a PodDisruptionBudget forbids
 */
record Strike(Instant at, Fault fault, String what, boolean refused) {

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %s: %s%s", at, fault, what, refused ? " (refused)" : "");
  }
}
