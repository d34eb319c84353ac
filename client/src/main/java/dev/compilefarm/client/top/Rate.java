package dev.compilefarm.client.top;

import dev.compilefarm.client.load.Load;
import java.util.OptionalDouble;

/** Jobs a second, from one picture to the next. Not thread-safe. */
public final class Rate {
  private static final double NANOS = 1e9;

  private long ended = -1;
  private long atNanos;

  /**
   * Since the picture before; empty at the first one, and after a new dispatcher's start.
   *
   * @param nowNanos as {@link System#nanoTime}
   */
  public OptionalDouble next(Load load, long nowNanos) {
    long now = load.jobs().ended().values().stream().mapToLong(Long::longValue).sum();
    boolean isKnown = ended >= 0 && now >= ended && nowNanos > atNanos;
    OptionalDouble rate =
        isKnown
            ? OptionalDouble.of((now - ended) * NANOS / (nowNanos - atNanos))
            : OptionalDouble.empty();
    ended = now;
    atNanos = nowNanos;
    return rate;
  }
}
