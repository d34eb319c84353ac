package dev.compilefarm.dispatcher.dispatch;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * How long a job occupies a slot: the slot-seconds used divided by the jobs that ended, in all and
 * by tenant. All that was used counts: what runs at its present age, and attempts that failed. A
 * mean of what has ended would be too small for minutes after the start of a build, because short
 * jobs end first.
 *
 * <p>The last hundred jobs or so count most, so that a change of project shows soon; of the first
 * hundred each counts the same. With fewer, one wave of long jobs looks like all there is. A
 * running job counts as half a job while few have ended: else, when the first of a hundred equal
 * jobs ends, it would look a hundred times as long. A slot-second fades with the jobs that end
 * after it was used, not after its own job ended: so a job of many minutes counts as one slot among
 * the others while it runs, and is no shock at its end.
 *
 * <p>Times are nanoseconds of one monotonic clock. Not thread-safe. Of tenants that run nothing the
 * 10,000 that ran something last are remembered.
 */
final class ServiceTimes {
  private static final int TENANTS_MAX = 10_000;

  private final Usage all = new Usage();
  private final Map<String, Usage> running = new HashMap<>();

  /** Of tenants that run nothing, in the order in which they ended their last job. */
  private final LinkedHashMap<String, Usage> former = new LinkedHashMap<>();

  /** A job of this tenant was given a slot. */
  void started(String tenant, long nowNanos) {
    all.started(nowNanos);
    running.computeIfAbsent(tenant, this::recall).started(nowNanos);
  }

  /** A slot that this tenant had was given back, whatever became of the attempt. */
  void left(String tenant, long nowNanos) {
    all.left(nowNanos);
    Usage usage = running.get(tenant);
    usage.left(nowNanos);
    if (usage.slots == 0) {
      running.remove(tenant);
      remember(tenant, usage);
    }
  }

  /**
   * A job of this tenant that has had a slot needs none any more: its reply is here, or it ended
   * without one. To be called once a job.
   */
  void completed(String tenant, long nowNanos) {
    all.completed(nowNanos);
    Usage usage = running.getOrDefault(tenant, former.get(tenant));
    if (usage != null) {
      usage.completed(nowNanos);
    }
  }

  /** Seconds, of the jobs of all tenants; empty before the first of them ended. */
  OptionalDouble meanSeconds(long nowNanos) {
    return all.meanSeconds(nowNanos);
  }

  /** Seconds, of this tenant's jobs; empty before the first of them ended. */
  OptionalDouble meanSeconds(String tenant, long nowNanos) {
    Usage usage = running.getOrDefault(tenant, former.get(tenant));
    return usage == null ? OptionalDouble.empty() : usage.meanSeconds(nowNanos);
  }

  private Usage recall(String tenant) {
    Usage known = former.remove(tenant);
    return known == null ? new Usage() : known;
  }

  private void remember(String tenant, Usage usage) {
    former.putLast(tenant, usage);
    if (former.size() > TENANTS_MAX) {
      former.pollFirstEntry();
    }
  }

  /** Slot-seconds used, and jobs ended, both less for each job that ended since. */
  private static final class Usage {
    private static final double JOBS_MAX = 100;

    /** A large farm has ended a hundred jobs before the first of its slots ends a second one. */
    private static final double JOBS_A_SLOT = 4;

    private int slots;
    private double jobs;
    private double slotSeconds;
    private long atNanos;

    void started(long nowNanos) {
      pass(nowNanos);
      slots++;
    }

    void left(long nowNanos) {
      pass(nowNanos);
      slots--;
    }

    void completed(long nowNanos) {
      pass(nowNanos);
      double kept = Math.min(1, jobsMax() / (jobs + 1));
      jobs = (jobs + 1) * kept;
      slotSeconds *= kept;
    }

    OptionalDouble meanSeconds(long nowNanos) {
      return jobs == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(usedUntil(nowNanos) / (jobs + halfDone()));
    }

    private double jobsMax() {
      return Math.max(JOBS_MAX, JOBS_A_SLOT * slots);
    }

    /**
     * What the running jobs count for: half a job each while few have ended, less with each that
     * ends, and nothing once so many have ended as are remembered.
     */
    private double halfDone() {
      return slots / 2.0 * Math.max(0, 1 - jobs / jobsMax());
    }

    private void pass(long nowNanos) {
      slotSeconds = usedUntil(nowNanos);
      atNanos = nowNanos;
    }

    private double usedUntil(long nowNanos) {
      return slots == 0
          ? slotSeconds
          : slotSeconds + slots * ((nowNanos - atNanos) / (double) TimeUnit.SECONDS.toNanos(1));
    }
  }
}
