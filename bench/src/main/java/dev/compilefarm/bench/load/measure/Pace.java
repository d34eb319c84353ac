package dev.compilefarm.bench.load.measure;

import java.time.Duration;

/** Keeps a loop to a number of rounds a second. For one thread. */
public final class Pace {
  private final long gapNanos;
  private long next = System.nanoTime();

  /** At most so many rounds a second. */
  public Pace(int perSecond) {
    this.gapNanos = Duration.ofSeconds(1).toNanos() / perSecond;
  }

  /** Returns when the next round may begin; time lost is not made up for. */
  public void await() throws InterruptedException {
    long now = System.nanoTime();
    Thread.sleep(Duration.ofNanos(Math.max(0, next - now)));
    next = Math.max(next, now) + gapNanos;
  }
}
