package dev.compilefarm.operator.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A round of a farm that failed, and when the next one may be.
 *
 * @param message for people; the same for the same failure
 * @param generation of the farm's spec, which a person may correct
 * @param attempts that failed since the last that did not, or since the spec changed
 */
record Failure(String message, Long generation, int attempts, Instant retryAt) {
  private static final Duration RETRY_MIN = Duration.ofSeconds(1);
  private static final Duration RETRY_MAX = Duration.ofSeconds(60);

  /** Past six doublings a minute is over. */
  private static final int DOUBLINGS_MAX = 6;

  /**
   * Each wait is twice the one before, up to a minute.
   *
   * @param before the failure of the round before this one
   */
  static Failure of(String message, Long generation, Optional<Failure> before, Instant now) {
    int attempts =
        before.filter(f -> f.generation().equals(generation)).map(Failure::attempts).orElse(0) + 1;
    Duration wait = RETRY_MIN.multipliedBy(1L << Math.min(attempts - 1, DOUBLINGS_MAX));
    return new Failure(
        message, generation, attempts, now.plus(wait.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : wait));
  }

  /** How long to wait before the next round; a spec that changed is tried at once. */
  Optional<Duration> wait(Long ofGeneration, Instant now) {
    return generation.equals(ofGeneration) && now.isBefore(retryAt)
        ? Optional.of(Duration.between(now, retryAt))
        : Optional.empty();
  }
}
