package dev.compilefarm.dispatcher.queue;

import java.util.Comparator;
import java.util.function.Function;

/** What one tenant holds, and what its turn depends on. Mutable, not thread-safe. */
final class Tenant<J, K> {
  private static final Comparator<Tenant<?, ?>> RUNNING_FOR_WEIGHT =
      (a, b) -> PerWeight.compare(a.running, a.share.weight(), b.running, b.share.weight());
  private static final Comparator<Tenant<?, ?>> HELD_FOR_WEIGHT =
      (a, b) -> PerWeight.compare(a.held(), a.share.weight(), b.held(), b.share.weight());

  /** Whose turn it is: the fewest running for its weight, then the one served longest ago. */
  static final Comparator<Tenant<?, ?>> TURN =
      RUNNING_FOR_WEIGHT
          .thenComparingLong(tenant -> tenant.servedAt)
          .thenComparingLong(tenant -> tenant.cameAt);

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

  /** When it came, in the queue's count of events: of no other tenant. */
  final long cameAt;

  long queuedBytes;
  int running;

  /** When it was last given a slot, or came, in the queue's count of events. */
  long servedAt;

  Tenant(String name, TenantShare share, Function<J, K> key, long cameAt) {
    this.name = name;
    this.share = share;
    this.lines = new Lines<>(key);
    this.cameAt = cameAt;
    this.servedAt = cameAt;
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

  private int held() {
    return running + lines.size();
  }
}
