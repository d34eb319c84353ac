package dev.compilefarm.operator.load;

import java.util.concurrent.TimeUnit;

/**
 * How fast what a pod sends is taken in, over all its streams: a dispatcher of a thousand
 * volunteers sends a good megabyte a second at most, and what one sends without end must not keep
 * the operator from all others. Pure; times are {@link System#nanoTime()}'s. For one thread.
 */
final class IntakeRate {
  /** A second's worth of bytes. */
  static final int BYTES_PER_SECOND = 2 << 20;

  /** The largest event is never waited for. */
  private static final long AHEAD_MAX_NANOS =
      TimeUnit.SECONDS.toNanos(1) * DispatcherHttp.LOAD_BYTES_MAX / BYTES_PER_SECOND;

  /** When all that was taken in has been paid for; meaningless before the first bytes. */
  private long paidAt;

  private boolean begun;

  /**
   * Bytes were taken in.
   *
   * @return nanoseconds to wait before the next are asked for; 0 or more
   */
  long took(long bytes, long now) {
    if (!begun || paidAt - now < 0) {
      begun = true;
      paidAt = now;
    }
    paidAt += bytes * TimeUnit.SECONDS.toNanos(1) / BYTES_PER_SECOND;
    return Math.max(0, paidAt - now - AHEAD_MAX_NANOS);
  }
}
