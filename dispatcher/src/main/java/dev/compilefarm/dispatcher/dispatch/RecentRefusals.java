package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.toolchain.CompilerName;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What was refused in the last ten minutes. Pure; the time is a parameter, nanoseconds of one
 * monotonic clock. Not thread-safe. A kind of refusal leaves as a whole, ten minutes after its
 * latest job; the mere passing of time changes nothing else. Its sentence is that of its first job,
 * for others may differ in a path alone. Its memory is bounded: clients choose the names of
 * compilers.
 */
final class RecentRefusals {
  static final Duration KEPT = Duration.ofMinutes(10);

  /** So many kinds are told of. */
  static final int SHOWN_MAX = 16;

  /** So many kinds are counted; past it, the one that was refused longest ago is forgotten. */
  static final int KINDS_MAX = 256;

  private static final Comparator<RecentRefusal> MOST_JOBS_FIRST =
      Comparator.comparingLong(RecentRefusal::jobs)
          .reversed()
          .thenComparing(RecentRefusal::outcome)
          .thenComparing(RecentRefusal::about)
          .thenComparing(RecentRefusal::compiler);

  /** The one whose latest job is oldest is first. */
  private final SequencedMap<Kind, Entry> byKind = new LinkedHashMap<>();

  private record Kind(Outcome outcome, String about, String compiler) {}

  private record Entry(RecentRefusal refusal, long latestAtNanos) {}

  /** Notes a job that was refused. */
  void add(JobRecord job, long nowNanos) {
    forget(nowNanos);
    String compiler = CompilerName.shown(job.compiler());
    Kind kind = new Kind(job.outcome().orElseThrow(), job.about(), compiler);
    Entry before = byKind.remove(kind);
    byKind.putLast(
        kind,
        new Entry(
            new RecentRefusal(
                kind.outcome(),
                kind.about(),
                compiler,
                Math.max(job.requestBytes(), before == null ? 0 : before.refusal.requestBytes()),
                before == null ? 1 : before.refusal.jobs() + 1,
                before == null ? job.sentence() : before.refusal.sentence()),
            nowNanos));
    if (byKind.size() > KINDS_MAX) {
      byKind.pollFirstEntry();
    }
  }

  /** The most frequent kinds, most jobs first. */
  List<RecentRefusal> at(long nowNanos) {
    forget(nowNanos);
    return byKind.values().stream()
        .map(Entry::refusal)
        .sorted(MOST_JOBS_FIRST)
        .limit(SHOWN_MAX)
        .toList();
  }

  private void forget(long nowNanos) {
    while (!byKind.isEmpty()
        && nowNanos - byKind.firstEntry().getValue().latestAtNanos >= KEPT.toNanos()) {
      byKind.pollFirstEntry();
    }
  }
}
