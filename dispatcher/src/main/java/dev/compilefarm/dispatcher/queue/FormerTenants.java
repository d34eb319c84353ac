package dev.compilefarm.dispatcher.queue;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is remembered of tenants that neither wait nor run: else one that hands in a long job at a
 * time would be a new one each time. A tenant is forgotten an hour after it left: a slot that was
 * busy for ever is worth a tenth of a slot-second by then. Where there are too many, who left first
 * is forgotten. Not thread-safe.
 */
final class FormerTenants {
  private static final long MEMORY_NANOS = Duration.ofHours(1).toNanos();
  private static final int TENANTS_MAX = 10_000;

  /** In the order in which they left. */
  private final Map<String, Former> byName = new LinkedHashMap<>();

  /**
   * One that left.
   *
   * @param booked as in {@link Tenant#booked}
   * @param servedAt as in {@link Tenant#servedAt}
   * @param cameAt as in {@link Tenant#cameAt}
   */
  record Former(double booked, long servedAt, long cameAt, long leftNanos) {}

  /** Keeps in mind one that leaves. */
  void remember(Tenant<?, ?> leaving, long nowNanos) {
    forget(nowNanos);
    byName.put(
        leaving.name, new Former(leaving.booked, leaving.servedAt, leaving.cameAt, nowNanos));
    if (byName.size() > TENANTS_MAX) {
      byName.remove(byName.keySet().iterator().next());
    }
  }

  /** What is known of one that comes; it is a former one no more. */
  Optional<Former> recall(String name, long nowNanos) {
    forget(nowNanos);
    return Optional.ofNullable(byName.remove(name));
  }

  /** Multiplies what is booked by two to this power. */
  void scale(int power) {
    byName.replaceAll((_, former) ->
        new Former(
            Math.scalb(former.booked, power), former.servedAt, former.cameAt, former.leftNanos));
  }

  private void forget(long nowNanos) {
    Iterator<Former> oldest = byName.values().iterator();
    while (oldest.hasNext() && nowNanos - oldest.next().leftNanos > MEMORY_NANOS) {
      oldest.remove();
    }
  }
}
