package dev.compilefarm.dispatcher.bottleneck;

import java.time.Duration;
import java.util.Optional;

/** What one tenant has under way, and the verdict on it. Mutable, not thread-safe. */
final class TenantAtWork {
  /** With less than this, too little is known. It is the length of a short build. */
  private static final double KNOWN_SECONDS = 5;

  /** With fewer, a single long compile would look like a build. */
  private static final double KNOWN_JOBS = 5;

  /**
   * So much longer than the other one must be, as a part of the time at work, for a verdict to
   * begin. A build that waits for three quarters of its time and leaves slots free in the rest has
   * just that much.
   */
  private static final double BEGINS = 0.5;

  /** Where it is less, a verdict ends. What lies near one limit does not come and go. */
  private static final double ENDS = 0.3;

  /** So long a verdict stands, whatever happens: who reads it is told no more often. */
  static final Duration STANDS = Duration.ofSeconds(5);

  private final int runningMax;
  private int sending;
  private int waiting;
  private int running;

  private final FadingTime atWork = new FadingTime();
  private final FadingTime jobsWaited = new FadingTime();
  private final FadingTime slotsWereFree = new FadingTime();

  /** Jobs that came; they fade as the time at work does. */
  private double jobs;

  private long atNanos;
  private double freeThen;
  private Optional<Bound> bound = Optional.empty();
  private long boundSinceNanos;

  /**
   * One that has nothing under way.
   *
   * @param free of all slots, until now
   */
  TenantAtWork(int runningMax, double free, long nowNanos) {
    this.runningMax = runningMax;
    this.freeThen = free;
    this.atNanos = nowNanos;
    this.boundSinceNanos = nowNanos;
  }

  boolean isAtWork() {
    return sending + waiting + running > 0;
  }

  long lastSeenNanos() {
    return atNanos;
  }

  void sends(int more) {
    sending += more;
  }

  void waits(int more) {
    waiting += more;
    jobs += Math.max(0, more);
  }

  void runs(int more) {
    running += more;
  }

  /**
   * Time has passed in which it had what it has. Where that was nothing, all stays as it was.
   *
   * @param free for how long slots were free until now, which has faded as all of this
   */
  void pass(double free, long nowNanos) {
    if (isAtWork()) {
      work(free, FadingTime.kept(nowNanos - atNanos));
      judge(nowNanos);
    }
    atNanos = nowNanos;
    freeThen = free;
  }

  private void work(double free, double kept) {
    double passed = FadingTime.span(kept);
    double freeSince = Math.max(0, free - freeThen * kept);
    boolean hasRoom = waiting == 0 && running < runningMax;
    atWork.pass(kept, passed);
    jobsWaited.pass(kept, waiting > 0 ? passed : 0);
    slotsWereFree.pass(kept, hasRoom ? freeSince : 0);
    jobs *= kept;
  }

  Optional<Bound> bound() {
    return bound;
  }

  private void judge(long nowNanos) {
    Optional<Bound> now = isKnown() ? Optional.of(verdict()) : Optional.empty();
    if (!now.equals(bound) && nowNanos - boundSinceNanos >= STANDS.toNanos()) {
      bound = now;
      boundSinceNanos = nowNanos;
    }
  }

  private boolean isKnown() {
    return atWork.seconds() >= KNOWN_SECONDS && jobs + waiting + running >= KNOWN_JOBS;
  }

  private Bound verdict() {
    double lead = (jobsWaited.seconds() - slotsWereFree.seconds()) / atWork.seconds();
    if (lead >= limit(Bound.FARM)) {
      return Bound.FARM;
    }
    return lead <= -limit(Bound.CLIENT) ? Bound.CLIENT : Bound.BALANCED;
  }

  private double limit(Bound verdict) {
    return bound.equals(Optional.of(verdict)) ? ENDS : BEGINS;
  }
}
