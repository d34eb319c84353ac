package dev.compilefarm.dispatcher.queue;

import java.time.Duration;

/**
 * The scale in which slot-seconds are booked, so that one counts half as much as one that is used
 * five minutes later. This is forward decay (Cormode, Shkapenyuk, Srivastava, Xu: "Forward Decay",
 * ICDE 2009): what is new weighs more as time passes, and what is booked stays as it is. Of two
 * tenants with equally many running jobs, the one with less booked has used less at every later
 * moment too, so an order by it needs no mending while time passes.
 *
 * <p>Not thread-safe. Times are nanoseconds of one monotonic clock with any origin.
 */
final class Decay {
  /**
   * With less, whoever has long jobs gets more: of two tenants on one slot, with jobs of 60 s and
   * of 0.6 s, the first gets 1.7 times as much with one minute, 1.14 times with five. With more, a
   * tenant that has worked alone waits longer for one that comes: at most this long, where two
   * share one slot.
   */
  private static final int HALF_LIFE_SECONDS = 300;

  private static final long HALF_LIFE_NANOS = Duration.ofSeconds(HALF_LIFE_SECONDS).toNanos();

  /** A double holds a weight of two to the power of a thousand. */
  private static final int HALF_LIVES_MAX = 500;

  private static final double ALWAYS_BUSY = HALF_LIFE_SECONDS / Math.log(2);

  /** When a slot-second weighs one. */
  private long originNanos;

  /** What a slot that has been busy for ever is booked with until then. */
  double bookedForEver(long nowNanos) {
    return ALWAYS_BUSY * weight(nowNanos);
  }

  /** Whether the scale is about to leave the range of numbers. */
  boolean isTooOld(long nowNanos) {
    return Math.abs(halfLives(nowNanos)) > HALF_LIVES_MAX;
  }

  /** Moves the scale to now; what is booked is to be multiplied by two to the power of this. */
  int renew(long nowNanos) {
    int passed = (int) halfLives(nowNanos);
    originNanos += passed * HALF_LIFE_NANOS;
    return -passed;
  }

  private double weight(long nowNanos) {
    return Math.pow(2, halfLives(nowNanos));
  }

  private double halfLives(long nowNanos) {
    return (nowNanos - originNanos) / (double) HALF_LIFE_NANOS;
  }
}
