package dev.compilefarm.dispatcher.api;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Tells the time of day at which the dispatcher's monotonic clock showed something.
 *
 * @param start the time of day when that clock showed {@code startNanos}
 */
public record WallClock(LongSupplier nanoClock, Instant start, long startNanos) {

  /** What the monotonic clock shows now. */
  long nowNanos() {
    return nanoClock.getAsLong();
  }

  /** The time of day when that clock showed so much. */
  Instant at(long nanos) {
    return start.plusNanos(nanos - startNanos);
  }

  /** The same; null for what has not happened. */
  Instant at(OptionalLong nanos) {
    return nanos.isPresent() ? at(nanos.getAsLong()) : null;
  }
}
