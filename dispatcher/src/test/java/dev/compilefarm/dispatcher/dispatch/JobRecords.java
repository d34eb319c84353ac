package dev.compilefarm.dispatcher.dispatch;

import java.util.Optional;
import java.util.OptionalLong;

/** Jobs in each state, for tests. Times are nanoseconds. */
public final class JobRecords {

  private JobRecords() {}

  /** Queued at 100. */
  public static JobRecord queued(long id, String tenant) {
    return record(
        id,
        tenant,
        OptionalLong.empty(),
        JobTimes.queuedAt(100),
        Tries.NONE,
        JobState.QUEUED,
        Optional.empty());
  }

  /** Queued at 100, started at 300. */
  public static JobRecord running(long id, String tenant) {
    return record(
        id,
        tenant,
        OptionalLong.empty(),
        JobTimes.queuedAt(100).startedAt(300),
        Tries.NONE.start("v1", 1),
        JobState.RUNNING,
        Optional.empty());
  }

  /** Queued at 100, started at 300 and, after a volunteer failed it, at 700, served at 750. */
  public static JobRecord replayed(long id, String tenant) {
    return record(
        id,
        tenant,
        OptionalLong.of(500),
        JobTimes.queuedAt(100).startedAt(300).startedAt(700).servedAt(750).endedAt(760),
        Tries.NONE.start("v1", 1).start("v2", 1),
        JobState.ENDED,
        Optional.of(Outcome.DONE));
  }

  /** Queued at 100, gone at 900 without a start. */
  public static JobRecord abandoned(long id, String tenant) {
    return record(
        id,
        tenant,
        OptionalLong.empty(),
        JobTimes.queuedAt(100).endedAt(900),
        Tries.NONE,
        JobState.ENDED,
        Optional.of(Outcome.ABANDONED));
  }

  /** Of tenant 10.1.0.9, refused at 900 without a start. */
  public static JobRecord refused(long requestBytes, String compiler, Refusal refusal) {
    return new JobRecord(
        9,
        "10.1.0.9",
        compiler,
        2,
        requestBytes,
        OptionalLong.empty(),
        JobTimes.queuedAt(900).endedAt(900),
        OptionalLong.empty(),
        Optional.empty(),
        0,
        JobState.ENDED,
        Optional.of(refusal.outcome()),
        false,
        refusal.about(),
        refusal.sentence());
  }

  /** Plain, of a tenant whose jobs came by pump before; abandoned at 900. */
  public static JobRecord fallenBack(long id, String tenant) {
    JobRecord plain = abandoned(id, tenant);
    return new JobRecord(
        id,
        tenant,
        plain.compiler(),
        plain.protocol(),
        plain.requestBytes(),
        plain.replyBytes(),
        plain.times(),
        plain.startOrder(),
        plain.volunteer(),
        plain.attempts(),
        plain.state(),
        plain.outcome(),
        true,
        "",
        "");
  }

  private static JobRecord record(
      long id,
      String tenant,
      OptionalLong replyBytes,
      JobTimes times,
      Tries tries,
      JobState state,
      Optional<Outcome> outcome) {
    return new JobRecord(
        id,
        tenant,
        "gcc",
        2,
        3000,
        replyBytes,
        times,
        tries.order(),
        tries.last(),
        tries.attempts(),
        state,
        outcome,
        false,
        "",
        "");
  }
}
