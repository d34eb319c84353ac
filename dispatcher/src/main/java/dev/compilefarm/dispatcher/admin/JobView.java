package dev.compilefarm.dispatcher.admin;

import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.dispatch.JobState;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import java.time.Instant;

/**
 * One job in the JSON of {@code /v1/jobs}. What has not happened is null.
 *
 * @param compiler the request's first argument, cut to 100 printable characters
 */
public record JobView(
    long id,
    String tenant,
    String compiler,
    long requestBytes,
    long replyBytes,
    Instant queuedAt,
    Instant startedAt,
    Instant endedAt,
    Long startOrder,
    String volunteer,
    int attempts,
    JobState state,
    Outcome outcome) {
  private static final int COMPILER_LENGTH_MAX = 100;

  static JobView of(JobRecord job, WallClock clock) {
    return new JobView(
        job.id(),
        job.tenant(),
        printable(job.compiler()),
        job.requestBytes(),
        job.replyBytes(),
        clock.at(job.queuedAtNanos()),
        clock.at(job.startedAtNanos()),
        clock.at(job.endedAtNanos()),
        job.startOrder() == 0 ? null : job.startOrder(),
        job.volunteer(),
        job.attempts(),
        job.state(),
        job.outcome());
  }

  private static String printable(String text) {
    String cut = text.substring(0, Math.min(text.length(), COMPILER_LENGTH_MAX));
    return cut.replaceAll("\\P{Print}", "?");
  }
}
