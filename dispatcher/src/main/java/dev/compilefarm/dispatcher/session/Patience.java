package dev.compilefarm.dispatcher.session;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How much longer a peer may be waited for while it sends one message. Waiting uses it up, and
 * bytes restore it, never above what there was at first: a peer may fall silent once for all of it,
 * as a client does while it preprocesses, but one that sends a byte now and then cannot keep what
 * it has sent in the spool for ever. Pure, and not thread-safe.
 */
final class Patience {
  /**
   * Who sends as fast as this is waited for without end: half a megabit a second. The largest
   * requests measured have 1.7 MB.
   */
  static final long BYTES_PER_SECOND = 64 << 10;

  private final long mostNanos;
  private long leftNanos;

  Patience(Duration most) {
    this.mostNanos = most.toNanos();
    this.leftNanos = mostNanos;
  }

  /** The longest wait for the next byte. */
  Duration left() {
    return Duration.ofNanos(leftNanos);
  }

  /** Notes that these bytes came after a wait. */
  void waited(long nanos, long bytes) {
    long restored = TimeUnit.SECONDS.toNanos(bytes) / BYTES_PER_SECOND;
    leftNanos = Math.clamp(leftNanos - nanos + restored, 0, mostNanos);
  }
}
