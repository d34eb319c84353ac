package dev.compilefarm.dispatcher.bottleneck;

import java.time.Duration;

/**
 * Seconds in which something was so. A second fades: after twenty more it counts for a third, after
 * a minute for a twentieth. For ever it is so for twenty seconds. Mutable.
 */
final class FadingTime {
  private static final double LIFE_SECONDS = 20;
  private static final double NANOS_A_SECOND = Duration.ofSeconds(1).toNanos();

  /** Below it three terms are exact to nine digits, and cheap: a busy farm has such events only. */
  private static final double SHORT = 0.001;

  private double seconds;

  /** The part of what is known that is left after so long; at most 1. */
  static double kept(long nanos) {
    double lives = nanos / (LIFE_SECONDS * NANOS_A_SECOND);
    return lives < SHORT ? 1 - lives + lives * lives / 2 : Math.exp(-lives);
  }

  /** What a time counts for at its end, of which so much would be kept. */
  static double span(double kept) {
    return LIFE_SECONDS * (1 - kept);
  }

  double seconds() {
    return seconds;
  }

  /** Time has passed, at the end of which so much is kept, and so much is added. */
  void pass(double kept, double added) {
    seconds = seconds * kept + added;
  }
}
