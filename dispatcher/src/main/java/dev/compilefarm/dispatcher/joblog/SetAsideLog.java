package dev.compilefarm.dispatcher.joblog;

import dev.compilefarm.dispatcher.dispatch.JobObserver;
import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/**
 * Warns that all volunteers are set aside as failing, so that jobs go home, and why that may be; at
 * most once in ten seconds. Thread-safe.
 */
public final class SetAsideLog implements JobObserver {
  private static final Logger LOG = Logger.getLogger(SetAsideLog.class);

  private final Spacing spacing = new Spacing();
  private volatile IntSupplier failing = () -> 0;

  /** Has this one asked how many volunteers fail, where all do; zero where one does not. */
  public void allFailing(IntSupplier count) {
    failing = count;
  }

  @Override
  public void ended(JobRecord job) {
    if (job.outcome().equals(Optional.of(Outcome.VOLUNTEERS_FAILED))) {
      warning(job.tenant(), job.endedAtNanos()).ifPresent(LOG::warn);
    }
  }

  /** The line to write about one more such job, or nothing where it has another reason. */
  Optional<String> warning(String tenant, long nowNanos) {
    int volunteers = failing.getAsInt();
    if (volunteers == 0) {
      return Optional.empty();
    }
    return spacing.line(
        nowNanos,
        keptQuiet ->
            "All volunteers fail, and %d are set aside, so a job of tenant %s went home."
                    .formatted(volunteers, tenant)
                + " Their ALLOW may leave out the dispatcher, their TMPDIR may be full, or their"
                + " compiler does not run; see their logs. %d more such jobs since the last warning"
                    .formatted(keptQuiet));
  }
}
