package dev.compilefarm.dispatcher.joblog;

import dev.compilefarm.dispatcher.dispatch.JobObserver;
import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Warns which compiler the volunteers would not run, and for whom, at most once in ten seconds: a
 * client can send such requests as fast as it likes, each with another name. Thread-safe.
 */
public final class PoisonLog implements JobObserver {
  private static final Logger LOG = Logger.getLogger(PoisonLog.class);

  private final Spacing spacing = new Spacing();

  @Override
  public void ended(JobRecord job) {
    if (job.outcome().equals(Optional.of(Outcome.POISON))) {
      warning(job.compiler(), job.tenant(), job.endedAtNanos()).ifPresent(LOG::warn);
    }
  }

  /** The line to write about one more such request, or nothing while it is too soon. */
  Optional<String> warning(String compiler, String tenant, long nowNanos) {
    return spacing.line(
        nowNanos,
        keptQuiet ->
            "Volunteers that are well failed on compiler %s of tenant %s: it is not on their list, or they"
                    .formatted(CompilerName.shown(compiler), tenant)
                + " refuse an option; %d more such requests since the last warning"
                    .formatted(keptQuiet));
  }
}
