package dev.compilefarm.dispatcher.dispatch;

import java.util.OptionalLong;

/**
 * What happened to a job, and when: nanoseconds of the dispatcher's monotonic clock, empty for what
 * has not happened.
 *
 * @param queuedAtNanos the whole request was there
 * @param startedAtNanos first start
 * @param lastStartedAtNanos start of the latest attempt; another than the first after a replay
 * @param servedAtNanos the whole reply was there
 * @param endedAtNanos the client had the reply, or was lost
 */
public record JobTimes(
    long queuedAtNanos,
    OptionalLong startedAtNanos,
    OptionalLong lastStartedAtNanos,
    OptionalLong servedAtNanos,
    OptionalLong endedAtNanos) {
  private static final OptionalLong NOT_YET = OptionalLong.empty();

  static JobTimes queuedAt(long nanos) {
    return new JobTimes(nanos, NOT_YET, NOT_YET, NOT_YET, NOT_YET);
  }

  JobTimes startedAt(long nanos) {
    OptionalLong start = OptionalLong.of(nanos);
    OptionalLong first = startedAtNanos.isPresent() ? startedAtNanos : start;
    return new JobTimes(queuedAtNanos, first, start, NOT_YET, NOT_YET);
  }

  JobTimes servedAt(long nanos) {
    return new JobTimes(
        queuedAtNanos, startedAtNanos, lastStartedAtNanos, OptionalLong.of(nanos), NOT_YET);
  }

  JobTimes endedAt(long nanos) {
    return new JobTimes(
        queuedAtNanos, startedAtNanos, lastStartedAtNanos, servedAtNanos, OptionalLong.of(nanos));
  }

  /** Nanoseconds until its first start, or until it ended without one; until now, if neither. */
  long waitedNanos(long nowNanos) {
    return startedAtNanos.orElse(endedAtNanos.orElse(nowNanos)) - queuedAtNanos;
  }
}
