package dev.compilefarm.dispatcher.dispatch;

import java.util.OptionalLong;

/**
 * A job as it stood at one moment. Never arguments or source. Times are nanoseconds of the
 * dispatcher's clock, 0 for what has not happened.
 *
 * @param queuedAtNanos the whole request was there
 * @param startedAtNanos first start
 * @param lastStartedAtNanos start of the latest attempt; another than the first after a replay
 * @param servedAtNanos the whole reply was there
 * @param endedAtNanos the client had the reply, or was lost
 * @param startOrder this job was the n-th of all to start; 0 before
 * @param volunteer the name of the last volunteer that it was given to; null before
 * @param attempts times that it was sent to a volunteer
 * @param outcome null until it ended
 */
public record JobRecord(
    long id,
    String tenant,
    String compiler,
    long requestBytes,
    long replyBytes,
    long queuedAtNanos,
    long startedAtNanos,
    long lastStartedAtNanos,
    long servedAtNanos,
    long endedAtNanos,
    long startOrder,
    String volunteer,
    int attempts,
    JobState state,
    Outcome outcome) {

  /** Nanoseconds until its first start, or until it ended without one; until now, if neither. */
  public long waitedNanos(long nowNanos) {
    long until = startedAtNanos == 0 ? endedAtNanos : startedAtNanos;
    return (until == 0 ? nowNanos : until) - queuedAtNanos;
  }

  /** Nanoseconds from its latest start to the whole reply; so far, while it runs. */
  public OptionalLong servedNanos(long nowNanos) {
    if (state == JobState.RUNNING) {
      return OptionalLong.of(nowNanos - lastStartedAtNanos);
    }
    return servedAtNanos == 0
        ? OptionalLong.empty()
        : OptionalLong.of(servedAtNanos - lastStartedAtNanos);
  }

  /** Nanoseconds that replays cost it: from its first start to its latest; empty without one. */
  public OptionalLong replayNanos() {
    return attempts < 2
        ? OptionalLong.empty()
        : OptionalLong.of(lastStartedAtNanos - startedAtNanos);
  }
}
