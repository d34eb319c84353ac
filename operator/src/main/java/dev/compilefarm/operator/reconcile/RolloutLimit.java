package dev.compilefarm.operator.reconcile;

/**
 * How many farms may replace their volunteers at a time because the operator was replaced.
 *
 * @param farms at least 1
 */
public record RolloutLimit(int farms) {
  public RolloutLimit {
    if (farms < 1) {
      throw new IllegalArgumentException(
          "COMPILEFARM_MAX_CONCURRENT_ROLLOUTS is %d. It must be at least 1".formatted(farms));
    }
  }
}
