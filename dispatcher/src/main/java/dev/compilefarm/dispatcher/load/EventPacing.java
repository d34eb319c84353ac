package dev.compilefarm.dispatcher.load;

import java.time.Duration;

/**
 * When the load stream looks at the load, and when it tells it although nothing changed. Pure: the
 * time, in nanoseconds of a monotonic clock, is a parameter. Not thread-safe.
 *
 * <p>A change is looked at as soon as the last look is older than the spacing, so the first change
 * after a quiet while goes out at once, and under load there is one look at each mark.
 */
final class EventPacing {
  private final long silenceNanos;
  private long spacingNanos;
  private long lookedAtNanos;
  private long toldAtNanos;

  /**
   * Nothing was told yet: both a look and an event are due.
   *
   * @param spacing least time between two looks
   * @param silence most time between two events
   */
  EventPacing(Duration spacing, Duration silence, long nowNanos) {
    this.spacingNanos = spacing.toNanos();
    this.silenceNanos = silence.toNanos();
    this.lookedAtNanos = nowNanos - spacingNanos;
    this.toldAtNanos = nowNanos - silenceNanos;
  }

  /** Looks have at least this between them from now on. */
  void space(Duration spacing) {
    spacingNanos = spacing.toNanos();
  }

  /** How long to wait for the next look; 0 or less means now. */
  long nanosUntilLook(boolean changed, long nowNanos) {
    long spaced = lookedAtNanos + spacingNanos - nowNanos;
    return changed ? spaced : Math.max(spaced, nanosUntilHeartbeat(nowNanos));
  }

  /** Whether an event is due even if nothing changed. */
  boolean isHeartbeatDue(long nowNanos) {
    return nanosUntilHeartbeat(nowNanos) <= 0;
  }

  /** The load was looked at, whether or not anything had changed. */
  void looked(long nowNanos) {
    lookedAtNanos = nowNanos;
  }

  /** Everybody was told. */
  void told(long nowNanos) {
    toldAtNanos = nowNanos;
  }

  private long nanosUntilHeartbeat(long nowNanos) {
    return toldAtNanos + silenceNanos - nowNanos;
  }
}
