package dev.compilefarm.dispatcher.queue;

import java.util.Comparator;

/** What one tenant holds, and what its turn depends on. Mutable, not thread-safe. */
final class Tenant<J, K> {
  private static final Comparator<Tenant<?, ?>> RUNNING_FOR_WEIGHT =
      (a, b) -> PerWeight.compare(a.running, a.share.weight(), b.running, b.share.weight());
  private static final Comparator<Tenant<?, ?>> HELD_FOR_WEIGHT =
      (a, b) -> PerWeight.compare(a.held(), a.share.weight(), b.held(), b.share.weight());

  /**
   * Whose turn it is: the one that runs fewest for its weight, then the one that used the fewest
   * slot-seconds for its weight lately, then the one served longest ago.
   */
  static final Comparator<Tenant<?, ?>> TURN =
      RUNNING_FOR_WEIGHT
          .thenComparingDouble(tenant -> tenant.booked / tenant.share.weight())
          .thenComparingLong(tenant -> tenant.servedAt)
          .thenComparingLong(tenant -> tenant.cameAt);

  /** Of tenants that run nothing: the one that has waited so for longest. */
  static final Comparator<Tenant<?, ?>> WAIT = Comparator.comparingLong(tenant -> tenant.idleAt);

  /**
   * Who has to give a job back first, last in this order: who has one that was never taken, then
   * who holds most for its weight, waiting and running together.
   */
  static final Comparator<Tenant<?, ?>> EXCESS =
      Comparator.<Tenant<?, ?>, Boolean>comparing(tenant -> tenant.lines.hasFresh())
          .thenComparing(HELD_FOR_WEIGHT)
          .thenComparingLong(tenant -> tenant.cameAt);

  final String name;
  final TenantShare share;
  final Lines<J, K> lines;

  /** When it came, in the queue's count of events: a number of its own. */
  final long cameAt;

  long queuedBytes;
  int running;

  /** When it was last given a slot, in the queue's count of events; 0 for never. */
  long servedAt;

  /** Since when it waits and runs nothing, where it does: in the queue's count of events. */
  long idleAt;

  /** The same by the clock. */
  long idleSinceNanos;

  /**
   * Slot-seconds used, in the scale of {@link Decay}, less what each running job would have used
   * had it run for ever before it started. Of tenants with equally many running jobs the one with
   * less of this has used less.
   */
  double booked;

  Tenant(String name, TenantShare share, Lines<J, K> lines, long cameAt) {
    this.name = name;
    this.share = share;
    this.lines = lines;
    this.cameAt = cameAt;
  }

  /** One that was here lately. */
  Tenant(String name, TenantShare share, Lines<J, K> lines, FormerTenants.Former former) {
    this(name, share, lines, former.cameAt());
    this.servedAt = former.servedAt();
    this.booked = former.booked();
  }

  void started(long servedAt, double bookedForEver) {
    running++;
    this.servedAt = servedAt;
    booked -= bookedForEver;
  }

  void ended(double bookedForEver) {
    running--;
    booked += bookedForEver;
    if (running == 0) {
      // Rounding must not make it less than nothing, which is what a new tenant has used.
      booked = Math.max(0, booked);
    }
  }

  void idleFrom(long idleAt, long nowNanos) {
    this.idleAt = idleAt;
    this.idleSinceNanos = nowNanos;
  }

  /** Whether it has a job waiting and may run one more. */
  boolean isEligible() {
    return !lines.isEmpty() && running < share.runningMax();
  }

  boolean neitherWaitsNorRuns() {
    return lines.isEmpty() && running == 0;
  }

  /** Whether it has more waiting than it may, in jobs or in bytes. */
  boolean isOverfull() {
    return lines.size() > share.queuedMax()
        || (lines.size() > 1 && queuedBytes > share.queuedBytesMax());
  }

  TenantLoad load() {
    int mayStart = Math.max(0, share.runningMax() - running);
    return new TenantLoad(
        name, lines.size(), running, share.weight(), Math.max(0, lines.size() - mayStart));
  }

  /** Jobs that wait or run. */
  int held() {
    return running + lines.size();
  }
}
