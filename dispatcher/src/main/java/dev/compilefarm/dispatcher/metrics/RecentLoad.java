package dev.compilefarm.dispatcher.metrics;

import dev.compilefarm.dispatcher.dispatch.LoadSnapshot;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The load as it was a moment ago, for all the series of a scrape, and for all who scrape at the
 * same time: a look holds the dispatcher's one lock. Thread-safe; who comes while somebody looks
 * waits for that look.
 */
final class RecentLoad implements Supplier<LoadSnapshot> {
  /** Longer than a scrape takes, and shorter than any that follows. */
  static final Duration AGE_MAX = Duration.ofMillis(100);

  private final Supplier<LoadSnapshot> source;
  private final LongSupplier nanoClock;
  private LoadSnapshot latest;
  private long lookedAtNanos;

  /**
   * Has not looked yet.
   *
   * @param nanoClock monotonic, as {@link System#nanoTime}
   */
  RecentLoad(Supplier<LoadSnapshot> source, LongSupplier nanoClock) {
    this.source = source;
    this.nanoClock = nanoClock;
  }

  @Override
  public synchronized LoadSnapshot get() {
    long now = nanoClock.getAsLong();
    if (latest == null || now - lookedAtNanos > AGE_MAX.toNanos()) {
      latest = source.get();
      lookedAtNanos = now;
    }
    return latest;
  }
}
