package dev.compilefarm.dispatcher.queue;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What each tenant used lately and how long it waits, by the promises of the package comment alone.
 * What was used shrinks step by step, from one event to the next, and nothing is sorted.
 */
public final class TenantHistory {
  private static final double HALF_LIFE_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long MEMORY_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final double ROUNDING = 1e-6;

  private final Map<String, Past> pasts = new HashMap<>();
  private long event;

  /** Of one tenant, as of the end of the last event. */
  private static final class Past {
    double used;
    int running;
    boolean isHere;
    long atNanos;
    long leftNanos;
    long cameAtEvent;
    boolean isIdle;
    long idleAtEvent;
    long idleSinceNanos;

    double usedBy(long nowNanos) {
      double left = Math.pow(0.5, (nowNanos - atNanos) / HALF_LIFE_NANOS);
      return used * left + running * (1 - left) * HALF_LIFE_NANOS / Math.log(2) / 1e9;
    }

    boolean isForgotten(long nowNanos) {
      return !isHere && nowNanos - leftNanos > MEMORY_NANOS;
    }
  }

  /**
   * Slot-seconds that this tenant used, of which those of five minutes ago count half.
   *
   * @param nowNanos not before the last event
   */
  double used(String tenant, long nowNanos) {
    Past past = pasts.get(tenant);
    return past == null || past.isForgotten(nowNanos) ? 0 : past.usedBy(nowNanos);
  }

  /** A tenant that is given a slot or could be, at this moment. */
  public record Claimant(String tenant, int weight, int running) {}

  /**
   * Whether a slot may go to one while another one waits for it that runs equally many for its
   * weight. To be asked in an event, before its end.
   */
  public boolean mayGoBefore(Claimant served, Claimant other, long nowNanos) {
    if (isImpatient(other, nowNanos)
        && pasts.get(other.tenant).idleAtEvent < cameAtEvent(served.tenant, nowNanos)) {
      return false;
    }
    if (isImpatient(served, nowNanos)) {
      // It goes before those that have used less, where a newcomer would have gone before it.
      return true;
    }
    double used = used(served.tenant, nowNanos) / served.weight;
    double usedByOther = used(other.tenant, nowNanos) / other.weight;
    return used <= usedByOther + ROUNDING * (1 + usedByOther);
  }

  private boolean isImpatient(Claimant claimant, long nowNanos) {
    Past past = pasts.get(claimant.tenant);
    return claimant.running == 0
        && past != null
        && past.isIdle
        && nowNanos - past.idleSinceNanos > PATIENCE_NANOS;
  }

  private long cameAtEvent(String tenant, long nowNanos) {
    Past past = pasts.get(tenant);
    return past == null || past.isForgotten(nowNanos) ? Long.MAX_VALUE : past.cameAtEvent;
  }

  /** Notes that a job of this tenant arrives; it may be gone before the event ends. */
  public void arrives(String tenant, long nowNanos) {
    if (cameAtEvent(tenant, nowNanos) == Long.MAX_VALUE) {
      Past fresh = new Past();
      fresh.atNanos = nowNanos;
      fresh.cameAtEvent = event + 1;
      pasts.put(tenant, fresh);
    }
    pasts.get(tenant).leftNanos = nowNanos;
  }

  /** Notes how many jobs of each tenant wait and run when all has been done that an event asks. */
  public void eventEnds(long nowNanos, Map<String, Integer> waiting, Map<String, Integer> running) {
    event++;
    TreeSet<String> known = new TreeSet<>(pasts.keySet());
    Stream.of(waiting, running).map(Map::keySet).forEach(known::addAll);
    known.forEach(tenant ->
        note(tenant, nowNanos, waiting.getOrDefault(tenant, 0), running.getOrDefault(tenant, 0)));
  }

  private void note(String tenant, long nowNanos, int waiting, int running) {
    boolean isHere = waiting + running > 0;
    if (isHere && cameAtEvent(tenant, nowNanos) == Long.MAX_VALUE) {
      Past fresh = new Past();
      fresh.atNanos = nowNanos;
      fresh.cameAtEvent = event;
      pasts.put(tenant, fresh);
    }
    Past past = pasts.get(tenant);
    past.used = past.usedBy(nowNanos);
    past.atNanos = nowNanos;
    past.running = running;
    if (past.isHere && !isHere) {
      past.leftNanos = nowNanos;
    }
    past.isHere = isHere;
    boolean isIdle = waiting > 0 && running == 0;
    if (isIdle && !past.isIdle) {
      past.idleAtEvent = event;
      past.idleSinceNanos = nowNanos;
    }
    past.isIdle = isIdle;
  }
}
