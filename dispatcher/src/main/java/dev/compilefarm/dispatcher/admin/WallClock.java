package dev.compilefarm.dispatcher.admin;

import java.time.Instant;

/** Tells the time of day at which the dispatcher's monotonic clock showed something. */
public record WallClock(Instant start, long startNanos) {

  /** Null for 0, which stands for what has not happened. */
  Instant at(long nanos) {
    return nanos == 0 ? null : start.plusNanos(nanos - startNanos);
  }
}
