package dev.compilefarm.dispatcher.bottleneck;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * What each tenant's builds are bound by. Each event costs the same, whatever the number of tenants
 * and jobs. A tenant that pauses, as while it links, is remembered as it was for a minute; of those
 * that pause, 10,000 are. Times are nanoseconds of one monotonic clock. Not thread-safe.
 */
public final class Bottlenecks {
  static final int PAUSING_MAX = 10_000;

  private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  private final ToIntFunction<String> runningMax;
  private final Map<String, TenantAtWork> atWork = new HashMap<>();

  /** In the order in which they began to pause. */
  private final LinkedHashMap<String, TenantAtWork> pausing = new LinkedHashMap<>();

  private final FadingTime slotsWereFree = new FadingTime();
  private boolean isSlotFree;
  private OptionalLong atNanos = OptionalLong.empty();

  /**
   * With nobody at work, and without a free slot.
   *
   * @param runningMax most jobs that a tenant may run at a time
   */
  public Bottlenecks(ToIntFunction<String> runningMax) {
    this.runningMax = runningMax;
  }

  /** A client of this tenant has connected, and sends its request when it has preprocessed. */
  public void sends(String tenant, long nowNanos) {
    change(tenant, nowNanos, one -> one.sends(1));
  }

  /** The request is whole, or its connection ended before. */
  public void sendsNoMore(String tenant, long nowNanos) {
    change(tenant, nowNanos, one -> one.sends(-1));
  }

  /** A job begins to wait for a slot. */
  public void waits(String tenant, long nowNanos) {
    change(tenant, nowNanos, one -> one.waits(1));
  }

  /** A job waits no more, and has no slot. */
  public void waitsNoMore(String tenant, long nowNanos) {
    change(tenant, nowNanos, one -> one.waits(-1));
  }

  /** A job that waited has a slot. */
  public void starts(String tenant, long nowNanos) {
    change(
        tenant,
        nowNanos,
        one -> {
          one.waits(-1);
          one.runs(1);
        });
  }

  /** A job has its slot no more. */
  public void ends(String tenant, long nowNanos) {
    change(tenant, nowNanos, one -> one.runs(-1));
  }

  /** Whether any slot of the farm is free from now on. */
  public void slots(boolean free, long nowNanos) {
    pass(nowNanos);
    isSlotFree = free;
  }

  /** The verdict on each tenant with a connection or a job; empty while too little is known. */
  public Map<String, Optional<Bound>> at(long nowNanos) {
    pass(nowNanos);
    Map<String, Optional<Bound>> bounds = new HashMap<>();
    atWork.forEach((name, tenant) -> {
      tenant.pass(slotsWereFree.seconds(), nowNanos);
      bounds.put(name, tenant.bound());
    });
    return bounds;
  }

  /** Tenants of which anything is known. */
  int known() {
    return atWork.size() + pausing.size();
  }

  private void change(String name, long nowNanos, Consumer<TenantAtWork> change) {
    pass(nowNanos);
    forget(nowNanos);
    TenantAtWork known = atWork.get(name);
    TenantAtWork tenant = known == null ? come(name, nowNanos) : known;
    tenant.pass(slotsWereFree.seconds(), nowNanos);
    change.accept(tenant);
    if (!tenant.isAtWork()) {
      atWork.remove(name);
      pausing.putLast(name, tenant);
      if (pausing.size() > PAUSING_MAX) {
        pausing.pollFirstEntry();
      }
    }
  }

  private TenantAtWork come(String name, long nowNanos) {
    TenantAtWork known = pausing.remove(name);
    TenantAtWork tenant =
        known == null
            ? new TenantAtWork(runningMax.applyAsInt(name), slotsWereFree.seconds(), nowNanos)
            : known;
    atWork.put(name, tenant);
    return tenant;
  }

  private void pass(long nowNanos) {
    double kept = FadingTime.kept(nowNanos - atNanos.orElse(nowNanos));
    slotsWereFree.pass(kept, isSlotFree ? FadingTime.span(kept) : 0);
    atNanos = OptionalLong.of(nowNanos);
  }

  private void forget(long nowNanos) {
    while (!pausing.isEmpty()
        && nowNanos - pausing.firstEntry().getValue().lastSeenNanos() > PAUSE_NANOS) {
      pausing.pollFirstEntry();
    }
  }
}
