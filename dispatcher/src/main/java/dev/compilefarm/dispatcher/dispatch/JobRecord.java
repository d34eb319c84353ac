package dev.compilefarm.dispatcher.dispatch;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A job as it stood at one moment. Never arguments or source.
 *
 * @param protocol 1 or 2 where its client has preprocessed, 3 in pump mode
 * @param replyBytes length of the whole reply; empty before it was there
 * @param startOrder this job was the n-th of all to start; empty before
 * @param volunteer the name of the last volunteer that it was given to; empty before
 * @param attempts times that it was sent to a volunteer
 * @param outcome empty until it ended
 * @param fellBack whether it came plain although its tenant's jobs came by pump before, as {@link
 *     dev.compilefarm.dispatcher.pump.FallBacks} judged
 * @param about what is to blame where it was refused, as in {@link Refusal}; else empty
 * @param sentence what its client was told where it was refused; else empty
 */
public record JobRecord(
    long id,
    String tenant,
    String compiler,
    int protocol,
    long requestBytes,
    OptionalLong replyBytes,
    JobTimes times,
    OptionalLong startOrder,
    Optional<String> volunteer,
    int attempts,
    JobState state,
    Optional<Outcome> outcome,
    boolean fellBack,
    String about,
    String sentence) {

  /** Nanoseconds until its first start, or until it ended without one; until now, if neither. */
  public long waitedNanos(long nowNanos) {
    return times.waitedNanos(nowNanos);
  }

  /**
   * When it ended.
   *
   * @throws java.util.NoSuchElementException before it has
   */
  public long endedAtNanos() {
    return times.endedAtNanos().orElseThrow();
  }

  /** Nanoseconds from its latest start to the whole reply; so far, while it runs. */
  public OptionalLong servedNanos(long nowNanos) {
    if (times.lastStartedAtNanos().isEmpty()) {
      return OptionalLong.empty();
    }
    long start = times.lastStartedAtNanos().getAsLong();
    if (state == JobState.RUNNING) {
      return OptionalLong.of(nowNanos - start);
    }
    return times.servedAtNanos().isPresent()
        ? OptionalLong.of(times.servedAtNanos().getAsLong() - start)
        : OptionalLong.empty();
  }

  /** Nanoseconds that replays cost it: from its first start to its latest; empty without one. */
  public OptionalLong replayNanos() {
    return attempts < 2
        ? OptionalLong.empty()
        : OptionalLong.of(
            times.lastStartedAtNanos().orElseThrow() - times.startedAtNanos().orElseThrow());
  }
}
