package dev.compilefarm.dispatcher.history;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Jobs that ran where memory ran out. Each kill doubles the clean runs for which a job is
 * remembered, sixteen at most. One that is over is forgotten with the next clean run. A clean run
 * is one of a later job that was not killed itself. So an innocent job that was killed with others
 * runs alone once more, in the next build. Of {@value #JOBS_MAX} jobs it is remembered. Where there
 * is one more, the oldest of the tenant with the most is forgotten. Not thread-safe.
 */
public final class HungryJobs {
  static final int JOBS_MAX = 1_000;

  private static final int CLEAN_RUNS_MAX = 16;

  /** By tenant and by name of the source; the newest kill is the last. */
  private final Map<String, LinkedHashMap<String, Memory>> byTenant = new HashMap<>();

  private int jobs;

  /** Clean runs for which it is remembered, and those of them that are left. */
  private record Memory(long requestBytes, int span, int left) {}

  /** Whether such a job was killed so lately that it is to run alone. */
  public boolean knows(JobKind kind) {
    Memory memory = memory(kind);
    return memory != null && memory.left > 0;
  }

  /** It was killed for want of memory, alone or with others. */
  public void killed(JobKind kind) {
    Memory before = memory(kind);
    int span = before == null ? 1 : Math.min(CLEAN_RUNS_MAX, 2 * before.span);
    forget(kind);
    byTenant
        .computeIfAbsent(kind.tenant(), tenant -> new LinkedHashMap<>())
        .putLast(kind.source(), new Memory(kind.requestBytes(), span, span));
    jobs++;
    if (jobs > JOBS_MAX) {
      forgetOldest();
    }
  }

  /** It has compiled, and was not killed before. */
  public void compiled(JobKind kind) {
    Memory memory = memory(kind);
    if (memory == null) {
      return;
    }
    if (memory.left == 0) {
      forget(kind);
    } else {
      byTenant
          .get(kind.tenant())
          .put(kind.source(), new Memory(memory.requestBytes, memory.span, memory.left - 1));
    }
  }

  private Memory memory(JobKind kind) {
    Map<String, Memory> bySource = byTenant.get(kind.tenant());
    Memory memory = bySource == null ? null : bySource.get(kind.source());
    return memory != null && kind.isLike(memory.requestBytes) ? memory : null;
  }

  private void forget(JobKind kind) {
    Map<String, Memory> bySource = byTenant.get(kind.tenant());
    if (bySource != null && bySource.remove(kind.source()) != null) {
      jobs--;
      if (bySource.isEmpty()) {
        byTenant.remove(kind.tenant());
      }
    }
  }

  private void forgetOldest() {
    LinkedHashMap<String, Memory> most = null;
    for (LinkedHashMap<String, Memory> bySource : byTenant.values()) {
      most = most == null || bySource.size() > most.size() ? bySource : most;
    }
    most.pollFirstEntry();
    jobs--;
  }
}
