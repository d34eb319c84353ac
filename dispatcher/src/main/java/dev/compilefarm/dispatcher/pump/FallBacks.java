package dev.compilefarm.dispatcher.pump;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Which tenants fell back from pump mode to plain mode. Not thread-safe. Times are nanoseconds of
 * one monotonic clock. Its memory is bounded.
 *
 * <p>Some files of a pump build always come plain, for the include server cannot follow all that
 * they include. So the share of pump among about the last sixteen jobs counts. A tenant has fallen
 * back where it is less than a tenth, and was at least a half within the last hour. After a pump
 * build that takes 36 plain jobs in a row, and 25 after one of which half came plain. A tenant that
 * is silent for two minutes is forgotten: its next build may be plain on purpose, and may be
 * somebody else's.
 */
public final class FallBacks {
  static final int TENANTS_MAX = 10_000;

  /** So many tenants are named, those with the most plain jobs. */
  static final int SHOWN_MAX = 16;

  /** So many are remembered to be named; past it, the one that fell back longest ago goes. */
  static final int NAMED_MAX = 256;

  /** A tenant is named for so long after its last such job. */
  static final Duration NAMED = Duration.ofMinutes(10);

  private static final Duration SILENCE = Duration.ofMinutes(2);
  private static final Duration LATELY = Duration.ofHours(1);
  private static final double WEIGHT = 1 / 16.0;
  private static final double PUMPS = 0.5;
  private static final double PUMPS_NO_MORE = 0.1;
  private static final int PUMP_VERSION = 3;

  /** The one that was silent for longest is first. */
  private final SequencedMap<String, Habit> habits = new LinkedHashMap<>();

  /** The one whose last such job is oldest is first. */
  private final SequencedMap<String, Named> named = new LinkedHashMap<>();

  /**
   * How a tenant's jobs come.
   *
   * @param pumpShare of pump among its last jobs
   * @param pumpedAtNanos when that was at least a half for the last time
   * @param hasPumped whether it ever was
   */
  private record Habit(
      double pumpShare, boolean hasPumped, long pumpedAtNanos, long latestAtNanos) {

    /** What is known with the first job. */
    static Habit first(boolean isPump, long nowNanos) {
      return new Habit(isPump ? 1 : 0, isPump, nowNanos, nowNanos);
    }

    Habit with(boolean isPump, long nowNanos) {
      double share = pumpShare + ((isPump ? 1 : 0) - pumpShare) * WEIGHT;
      return share >= PUMPS
          ? new Habit(share, true, nowNanos, nowNanos)
          : new Habit(share, hasPumped, pumpedAtNanos, nowNanos);
    }

    boolean hasFallenBack() {
      return pumpShare < PUMPS_NO_MORE
          && hasPumped
          && latestAtNanos - pumpedAtNanos <= LATELY.toNanos();
    }
  }

  private record Named(FallBack fallBack, long latestAtNanos) {}

  /**
   * A job has come.
   *
   * @param protocol 1, 2 or 3
   * @return whether it is a plain job of a tenant that has fallen back
   */
  public boolean came(String tenant, int protocol, long nowNanos) {
    forget(nowNanos);
    boolean isPump = protocol == PUMP_VERSION;
    Habit before = habits.remove(tenant);
    Habit now = before == null ? Habit.first(isPump, nowNanos) : before.with(isPump, nowNanos);
    habits.putLast(tenant, now);
    if (habits.size() > TENANTS_MAX) {
      habits.pollFirstEntry();
    }
    boolean fallsBack = !isPump && now.hasFallenBack();
    if (fallsBack) {
      name(tenant, nowNanos);
    }
    return fallsBack;
  }

  /** Those that fell back in the last ten minutes, most jobs first. */
  public List<FallBack> at(long nowNanos) {
    forget(nowNanos);
    return named.values().stream()
        .map(Named::fallBack)
        .sorted(Comparator.comparingLong(FallBack::jobs).reversed().thenComparing(FallBack::tenant))
        .limit(SHOWN_MAX)
        .toList();
  }

  private void name(String tenant, long nowNanos) {
    Named before = named.remove(tenant);
    long jobs = before == null ? 1 : before.fallBack.jobs() + 1;
    named.putLast(tenant, new Named(new FallBack(tenant, jobs), nowNanos));
    if (named.size() > NAMED_MAX) {
      named.pollFirstEntry();
    }
  }

  private void forget(long nowNanos) {
    while (!habits.isEmpty()
        && nowNanos - habits.firstEntry().getValue().latestAtNanos > SILENCE.toNanos()) {
      habits.pollFirstEntry();
    }
    while (!named.isEmpty()
        && nowNanos - named.firstEntry().getValue().latestAtNanos >= NAMED.toNanos()) {
      named.pollFirstEntry();
    }
  }
}
