package dev.compilefarm.dispatcher.discovery;

import java.time.Duration;

/**
 * Pauses between attempts: a second, doubled up to three, less a random part of up to one half, so
 * that dispatchers which failed together do not come back together. Pure; not thread-safe.
 */
final class BackOff {
  private static final Duration FIRST = Duration.ofSeconds(1);

  /**
   * With {@link PodApi#PATIENCE} less than the ten seconds in which a list is to be right again.
   */
  private static final Duration LONGEST = Duration.ofSeconds(3);

  private Duration next = FIRST;

  /**
   * The pause before the next attempt.
   *
   * @param random from 0 to 1
   */
  Duration next(double random) {
    Duration pause = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return Duration.ofNanos((long) (pause.toNanos() * (1 - random / 2)));
  }

  /** All is well: the next pause is the first. */
  void reset() {
    next = FIRST;
  }
}
