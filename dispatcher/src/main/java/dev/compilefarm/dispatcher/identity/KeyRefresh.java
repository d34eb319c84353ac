package dev.compilefarm.dispatcher.identity;

import java.time.Duration;

/**
 * When to ask for the keys. Pure. Strangers may send tokens of keys that nobody knows: what that
 * brings upon the API server is bounded here.
 */
final class KeyRefresh {
  /** Keys change by the hands of people, and are published before they are used. */
  static final Duration KNOWN = Duration.ofMinutes(10);

  /** After an answer nothing is asked sooner than that. */
  static final Duration SPACING = Duration.ofSeconds(10);

  static final Duration RETRY_MIN = Duration.ofSeconds(1);
  static final Duration RETRY_MAX = Duration.ofSeconds(60);

  private int failures;

  /** The keys are here. */
  void succeeded() {
    failures = 0;
  }

  /** They could not be had. */
  void failed() {
    failures++;
  }

  /** How long to wait in any case before they are asked for again. */
  Duration pause() {
    if (failures == 0) {
      return SPACING;
    }
    // Six doublings reach the bound.
    long seconds = RETRY_MIN.toSeconds() << Math.min(failures - 1, 6);
    return Duration.ofSeconds(Math.min(seconds, RETRY_MAX.toSeconds()));
  }

  /** How long to wait after that, unless a key is missed. */
  Duration rest() {
    return failures == 0 ? KNOWN.minus(SPACING) : Duration.ZERO;
  }
}
