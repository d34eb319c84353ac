package dev.compilefarm.dispatcher.joblog;

import dev.compilefarm.dispatcher.dispatch.JobObserver;
import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import dev.compilefarm.dispatcher.toolchain.KnownCompilers;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Warns which compiler no volunteer has, for whom, and what they have instead; at most once in ten
 * seconds. Thread-safe.
 */
public final class UnknownCompilerLog implements JobObserver {
  private static final Logger LOG = Logger.getLogger(UnknownCompilerLog.class);
  private static final int NAMES_SHOWN = 12;

  private final Spacing spacing = new Spacing();
  private volatile Supplier<KnownCompilers> farmHas = () -> KnownCompilers.NONE;

  /** Has this one asked what the farm has. */
  public void farmHas(Supplier<KnownCompilers> known) {
    farmHas = known;
  }

  @Override
  public void ended(JobRecord job) {
    if (job.outcome().equals(Optional.of(Outcome.UNKNOWN_COMPILER))) {
      warning(job.compiler(), job.tenant(), job.endedAtNanos()).ifPresent(LOG::warn);
    }
  }

  /** The line to write about one more such request, or nothing while it is too soon. */
  Optional<String> warning(String compiler, String tenant, long nowNanos) {
    return spacing.line(
        nowNanos,
        keptQuiet ->
            "No volunteer has compiler %s, which tenant %s asks for. They have %s. %d more such requests since the last warning"
                .formatted(CompilerName.shown(compiler), tenant, shown(farmHas.get()), keptQuiet));
  }

  private static String shown(KnownCompilers known) {
    List<String> names = known.names().map(CompilerName::shown).toList();
    String first = names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
    int others = names.size() - NAMES_SHOWN;
    return others > 0 ? "%s and %d other names".formatted(first, others) : first;
  }
}
