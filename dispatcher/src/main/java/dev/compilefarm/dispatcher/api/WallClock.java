package dev.compilefarm.dispatcher.api;

import java.time.Instant;
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

  /** Null for 0, which stands for what has not happened. */
  Instant at(long nanos) {
    return nanos == 0 ? null : start.plusNanos(nanos - startNanos);
  }
}
