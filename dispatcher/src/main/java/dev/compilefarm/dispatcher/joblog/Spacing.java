package dev.compilefarm.dispatcher.joblog;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * Lets one line through in ten seconds: a client can cause them as fast as it likes. Pure; the time
 * is a parameter, nanoseconds of one monotonic clock. Thread-safe.
 */
final class Spacing {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private boolean spokeBefore;
  private long spokeAtNanos;
  private long keptQuiet;

  /**
   * The line about how many were kept quiet since the last one, or nothing where it is too soon.
   */
  Optional<String> line(long nowNanos, LongFunction<String> about) {
    OptionalLong keptQuiet = next(nowNanos);
    return keptQuiet.isEmpty() ? Optional.empty() : Optional.of(about.apply(keptQuiet.getAsLong()));
  }

  /** How many were kept quiet since the last one, or nothing where this one is too soon. */
  private synchronized OptionalLong next(long nowNanos) {
    if (spokeBefore && nowNanos - spokeAtNanos < PAUSE.toNanos()) {
      keptQuiet++;
      return OptionalLong.empty();
    }
    long before = keptQuiet;
    spokeBefore = true;
    spokeAtNanos = nowNanos;
    keptQuiet = 0;
    return OptionalLong.of(before);
  }
}
