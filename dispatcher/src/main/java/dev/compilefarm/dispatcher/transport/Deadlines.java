package dev.compilefarm.dispatcher.transport;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Closes connections that have waited too long: a blocking channel has no time-out of its own.
 * Thread-safe. {@link #sweep} finds what is overdue, so a deadline is kept to the sweep's period.
 */
public final class Deadlines {
  private final Set<TimedChannel> channels = ConcurrentHashMap.newKeySet();
  private final LongSupplier nanoClock;

  /**
   * With nothing to watch yet.
   *
   * @param nanoClock monotonic, as {@link System#nanoTime}
   */
  public Deadlines(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Closes all that is overdue; to be called about once a second. */
  public void sweep() {
    long now = nanoClock.getAsLong();
    channels.forEach(channel -> channel.closeIfOverdue(now));
  }

  void add(TimedChannel channel) {
    channels.add(channel);
  }

  void remove(TimedChannel channel) {
    channels.remove(channel);
  }

  /** The clock by which waits are measured, in nanoseconds. */
  public long now() {
    return nanoClock.getAsLong();
  }
}
