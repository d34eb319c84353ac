package dev.compilefarm.evidence.farm;

import java.util.function.LongSupplier;

/**
 * How long cores of volunteers were idle while a job waited anywhere: each second of an idle core
 * counts as long as there is a job that could have it. A job waits from its issue on, except while
 * its own machine works on it; more processes than cores on one machine wait, too.
 */
public final class Meter {
  private static final double NANOS = 1e9;

  private final LongSupplier nanoClock;
  private long sinceNanos;
  private int idleCores;
  private int waitingJobs;
  private double idleWhileWaitingSeconds;

  /** With no cores and no jobs. */
  public Meter(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** So many more jobs wait, or fewer. */
  void waiting(int more) {
    settle();
    waitingJobs += more;
  }

  /** So many more cores are idle, or fewer. */
  void idle(int more) {
    settle();
    idleCores += more;
  }

  /** Core-seconds so far. */
  public double idleWhileWaitingSeconds() {
    settle();
    return idleWhileWaitingSeconds;
  }

  private void settle() {
    long now = nanoClock.getAsLong();
    idleWhileWaitingSeconds += Math.min(idleCores, waitingJobs) * ((now - sinceNanos) / NANOS);
    sinceNanos = now;
  }
}
