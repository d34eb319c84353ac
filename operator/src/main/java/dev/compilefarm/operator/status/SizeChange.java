package dev.compilefarm.operator.status;

import dev.compilefarm.operator.plan.Sizing;
import java.util.Optional;

/** The event of a farm that gets another size, with the cause. */
public final class SizeChange {
  private SizeChange() {}

  /**
   * Empty when the size stays as it is.
   *
   * @param before volunteers that were asked for
   * @param after volunteers that are asked for now
   */
  public static Optional<FarmEvent> event(int before, int after, Sizing sizing) {
    return before == after
        ? Optional.empty()
        : Optional.of(
            new FarmEvent(
                before < after ? EventKind.SCALED_UP : EventKind.SCALED_DOWN,
                "The farm %s from %d to %d volunteers. %s"
                    .formatted(
                        before < after ? "grows" : "shrinks",
                        before,
                        after,
                        SizeSentences.of(sizing.steps()))));
  }
}
