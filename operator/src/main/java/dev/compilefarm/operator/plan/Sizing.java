package dev.compilefarm.operator.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How many volunteers a farm shall have.
 *
 * @param steps how the number came about
 * @param history to be given to the next decision
 * @param revisitAfter when the number may fall although nothing else happens
 */
public record Sizing(
    int volunteers, List<SizeStep> steps, SizeHistory history, Optional<Duration> revisitAfter) {
  public Sizing {
    steps = List.copyOf(steps);
  }
}
