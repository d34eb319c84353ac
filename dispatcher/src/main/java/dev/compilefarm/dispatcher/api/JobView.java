package dev.compilefarm.dispatcher.api;

import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.dispatch.JobState;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import dev.compilefarm.dispatcher.toolchain.CompilerName;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * One job in the JSON of {@code /v1/jobs}. What has not happened is null. Never arguments or
 * source.
 *
 * @param compiler the request's first argument, cut to 100 printable characters
 * @param protocol 1 or 2 where its client has preprocessed, 3 in pump mode
 * @param queuedAt when the whole request was there
 * @param startedAt when it was first given to a volunteer
 * @param endedAt when the client had the reply, or was lost
 * @param waitedSeconds from queued to the first start; so far, while it waits for that
 * @param servedSeconds from the latest start to the whole reply; so far, while it runs
 * @param startOrder this job was the n-th of all to start
 * @param volunteer the last that it was given to
 * @param attempts times that it was sent to a volunteer
 * @param fellBack whether it came plain although its tenant's jobs came by pump before
 * @param about what is to blame where it was refused: an option, a compiler, a limit
 * @param sentence what its client was told where it was refused
 */
public record JobView(
    long id,
    String tenant,
    String compiler,
    int protocol,
    long requestBytes,
    long replyBytes,
    Instant queuedAt,
    Instant startedAt,
    Instant endedAt,
    double waitedSeconds,
    Double servedSeconds,
    Long startOrder,
    String volunteer,
    int attempts,
    JobState state,
    Outcome outcome,
    boolean fellBack,
    String about,
    String sentence) {

  static JobView of(JobRecord job, WallClock clock, long nowNanos) {
    return new JobView(
        job.id(),
        job.tenant(),
        CompilerName.shown(job.compiler()),
        job.protocol(),
        job.requestBytes(),
        job.replyBytes().orElse(0),
        clock.at(job.times().queuedAtNanos()),
        clock.at(job.times().startedAtNanos()),
        clock.at(job.times().endedAtNanos()),
        seconds(job.waitedNanos(nowNanos)),
        job.servedNanos(nowNanos).stream().mapToObj(JobView::seconds).findFirst().orElse(null),
        job.startOrder().stream().boxed().findFirst().orElse(null),
        job.volunteer().orElse(null),
        job.attempts(),
        job.state(),
        job.outcome().orElse(null),
        job.fellBack(),
        orNull(job.about()),
        orNull(job.sentence()));
  }

  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static double seconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
