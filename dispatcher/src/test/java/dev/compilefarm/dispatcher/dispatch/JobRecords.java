package dev.compilefarm.dispatcher.dispatch;

/** Jobs in each state, for tests. Times are nanoseconds. */
public final class JobRecords {

  private JobRecords() {}

  /** Queued at 100. */
  public static JobRecord queued(long id, String tenant) {
    return new JobRecord(
        id, tenant, "gcc", 3000, 0, 100, 0, 0, 0, 0, 0, null, 0, JobState.QUEUED, null);
  }

  /** Queued at 100, started at 300. */
  public static JobRecord running(long id, String tenant) {
    return new JobRecord(
        id, tenant, "gcc", 3000, 0, 100, 300, 300, 0, 0, 1, "v1", 1, JobState.RUNNING, null);
  }

  /** Queued at 100, started at 300 and, after a volunteer failed it, at 700, served at 750. */
  public static JobRecord replayed(long id, String tenant) {
    return new JobRecord(
        id,
        tenant,
        "gcc",
        3000,
        500,
        100,
        300,
        700,
        750,
        760,
        1,
        "v2",
        2,
        JobState.ENDED,
        Outcome.DONE);
  }

  /** Queued at 100, gone at 900 without a start. */
  public static JobRecord abandoned(long id, String tenant) {
    return new JobRecord(
        id,
        tenant,
        "gcc",
        3000,
        0,
        100,
        0,
        0,
        0,
        900,
        0,
        null,
        0,
        JobState.ENDED,
        Outcome.ABANDONED);
  }
}
