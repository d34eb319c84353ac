package dev.compilefarm.dispatcher.joblog;

import dev.compilefarm.dispatcher.dispatch.JobObserver;
import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import dev.compilefarm.dispatcher.toolchain.CompilerName;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Warns of jobs that were refused, with the sentence that the client was told: by default distcc
 * does not show it. At most once in ten seconds for each outcome: a client can send such requests
 * as fast as it likes, each with another compiler. Thread-safe.
 */
public final class RefusalLog implements JobObserver {
  private static final Logger LOG = Logger.getLogger(RefusalLog.class);

  private final Map<Outcome, Spacing> spacings = new EnumMap<>(Outcome.class);

  public RefusalLog() {
    for (Outcome outcome : Outcome.values()) {
      spacings.put(outcome, new Spacing());
    }
  }

  @Override
  public void ended(JobRecord job) {
    if (job.outcome().filter(Outcome::isReplied).isPresent()) {
      warning(job, job.endedAtNanos()).ifPresent(LOG::warn);
    }
  }

  /** The line to write about one more such job, or nothing while it is too soon. */
  Optional<String> warning(JobRecord job, long nowNanos) {
    return spacings
        .get(job.outcome().orElseThrow())
        .line(
            nowNanos,
            keptQuiet ->
                "Refused a job of tenant %s, compiler %s: %s. %d more such jobs since the last warning"
                    .formatted(
                        job.tenant(),
                        CompilerName.shown(job.compiler()),
                        job.sentence(),
                        keptQuiet));
  }
}
