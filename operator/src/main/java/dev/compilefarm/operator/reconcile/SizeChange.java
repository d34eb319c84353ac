package dev.compilefarm.operator.reconcile;

import dev.compilefarm.operator.apply.FarmEvents;
import dev.compilefarm.operator.observe.Observed;
import dev.compilefarm.operator.plan.Sizing;
import java.util.Optional;

/** A farm gets another size, and why. */
record SizeChange(FarmEvents.Kind kind, String sentence) {

  /** Empty when the size stays as it is. */
  static Optional<SizeChange> of(Observed then, Observed now, Sizing sizing) {
    var before = then.volunteers().replicas().orElse(0);
    var after = now.volunteers().replicas().orElse(0);
    return before == after
        ? Optional.empty()
        : Optional.of(
            new SizeChange(
                before < after ? FarmEvents.Kind.SCALED_UP : FarmEvents.Kind.SCALED_DOWN,
                "%d -> %d volunteers: %s".formatted(before, after, sizing.reason())));
  }
}
