package dev.compilefarm.dispatcher.joblog;

import dev.compilefarm.dispatcher.dispatch.JobObserver;
import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.toolchain.CompilerName;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * One line of {@code key=value} for each job that ended, at debug, in a log category of its own:
 * {@value #CATEGORY}. What did not happen has no value. Never arguments or source.
 */
public final class JobLogLine implements JobObserver {
  static final String CATEGORY = "compilefarm.jobs";

  private static final Logger LOG = Logger.getLogger(CATEGORY);

  @Override
  public void ended(JobRecord job) {
    if (LOG.isDebugEnabled()) {
      LOG.debug(of(job));
    }
  }

  static String of(JobRecord job) {
    return String.join(
        " ",
        "job=" + job.id(),
        "tenant=" + job.tenant(),
        "compiler=" + CompilerName.shown(job.compiler()),
        "protocol=" + job.protocol(),
        "fell_back=" + job.fellBack(),
        "request_bytes=" + job.requestBytes(),
        "reply_bytes=" + job.replyBytes().orElse(0),
        "waited_seconds=" + seconds(OptionalLong.of(job.waitedNanos(job.endedAtNanos()))),
        "served_seconds=" + seconds(job.servedNanos(job.endedAtNanos())),
        "replay_seconds=" + seconds(job.replayNanos()),
        "volunteer=" + job.volunteer().orElse(""),
        "attempts=" + job.attempts(),
        "outcome=" + job.outcome().orElseThrow().name().toLowerCase(Locale.ROOT),
        "about=" + CompilerName.shown(job.about()));
  }

  private static String seconds(OptionalLong nanos) {
    return nanos.isEmpty()
        ? ""
        : "%.6f".formatted(nanos.getAsLong() / (double) TimeUnit.SECONDS.toNanos(1));
  }
}
