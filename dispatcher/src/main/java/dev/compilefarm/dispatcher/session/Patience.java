package dev.compilefarm.dispatcher.session;

import dev.compilefarm.dispatcher.transport.Pace;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How much longer a peer may be waited for while one message comes from it or goes to it. Waiting
 * uses it up, and bytes restore it, never above what there was at first. So a peer may fall silent
 * once for all of it, as a client does while it preprocesses. One that moves a byte now and then
 * cannot keep its message in the spool for ever. Pure, and not thread-safe.
 */
final class Patience implements Pace {
  /**
   * Who sends or takes as fast as this is waited for without end: half a megabit a second. The
   * largest requests measured have 1.7 MB.
   */
  static final long BYTES_PER_SECOND = 64 << 10;

  private final long mostNanos;
  private long leftNanos;

  Patience(Duration most) {
    this.mostNanos = most.toNanos();
    this.leftNanos = mostNanos;
  }

  @Override
  public Duration left() {
    return Duration.ofNanos(leftNanos);
  }

  @Override
  public void waited(long nanos, long bytes) {
    long restored = TimeUnit.SECONDS.toNanos(bytes) / BYTES_PER_SECOND;
    leftNanos = Math.clamp(leftNanos - nanos + restored, 0, mostNanos);
  }
}
