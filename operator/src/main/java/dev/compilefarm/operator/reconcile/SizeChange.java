package dev.compilefarm.operator.reconcile;

import dev.compilefarm.operator.apply.FarmEvents;
import dev.compilefarm.operator.plan.Sizing;
import java.util.Optional;

/** A farm gets another size, and why. */
record SizeChange(FarmEvents.Kind kind, String sentence) {

  /**
   * Empty when the size stays as it is.
   *
   * @param before volunteers that were asked for
   * @param after volunteers that are asked for now
   */
  static Optional<SizeChange> of(int before, int after, Sizing sizing) {
    return before == after
        ? Optional.empty()
        : Optional.of(
            new SizeChange(
                before < after ? FarmEvents.Kind.SCALED_UP : FarmEvents.Kind.SCALED_DOWN,
                "%d -> %d volunteers: %s".formatted(before, after, sizing.reason())));
  }
}
