package dev.compilefarm.operator.load;

/**
 * The time from the loss of a pod to its next answer: when it is tried again, and when its silence
 * is said. Pure; times are {@link System#nanoTime()}'s.
 */
final class Outage {
  private final Timing timing;
  private final long since;
  private int attempts;

  Outage(Timing timing, long since) {
    this.timing = timing;
    this.since = since;
  }

  /** When the patience with it ends. */
  long silentAt() {
    return since + timing.patience().toNanos();
  }

  /**
   * When to try again, after an attempt that has just failed. Each wait is twice the one before, up
   * to a bound; a part of up to one half is left to chance, so that many who lost their pods
   * together do not come back together.
   *
   * @param chance from 0 to 1
   */
  long retryAt(long now, double chance) {
    long min = timing.retryMin().toNanos();
    long max = timing.retryMax().toNanos();
    // Past twenty doublings nothing is left to double, and much later the shift would overflow.
    long wait = Math.min(max, min << Math.min(attempts, 20));
    attempts++;
    return now + wait - (long) (wait / 2.0 * chance);
  }
}
