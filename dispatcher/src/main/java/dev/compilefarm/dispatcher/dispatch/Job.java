package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.volunteer.VolunteerPool.Lease;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One compile that a client asked for. What it is never changes; how far it is belongs to {@link
 * DispatchCore} alone. Times are nanoseconds of the dispatcher's monotonic clock, 0 before they
 * happened.
 */
public final class Job {
  /** Of a compiler's name so much is kept: clients choose it, and ended jobs are remembered. */
  static final int COMPILER_LENGTH_MAX = 255;

  final String tenant;
  final String compiler;
  final long requestBytes;
  final JobListener listener;

  /** Volunteers that failed it, and how often each did. */
  final Map<String, Integer> failures = new HashMap<>();

  /** Those among them that took the request and at once hung up. */
  final Set<String> hungUpBy = new HashSet<>();

  long id;
  JobState state = JobState.QUEUED;
  Lease lease;
  String volunteer;
  int attempts;

  /** Attempts, and times that a volunteer could not be connected to. */
  int starts;

  long queuedAtNanos;
  long startedAtNanos;
  long lastStartedAtNanos;
  long servedAtNanos;
  long endedAtNanos;
  long startOrder;
  long replyBytes;
  Outcome outcome;

  /** Until when it may wait for its next start. */
  long waitsUntilNanos;

  /** Bytes of the reply's prefix that its client was given to keep it patient. */
  int fedBytes;

  /** When the client last saw something happen: its own last byte, or one it was fed. */
  long patientSinceNanos;

  /**
   * A job that is not known to any dispatcher yet.
   *
   * @param tenant whose jobs share a turn in the queue
   * @param compiler the first argument of the request, as sent; the end of a very long one is lost
   * @param requestBytes length of the whole request
   */
  public Job(String tenant, String compiler, long requestBytes, JobListener listener) {
    this.tenant = tenant;
    this.compiler = compiler.substring(0, Math.min(compiler.length(), COMPILER_LENGTH_MAX));
    this.requestBytes = requestBytes;
    this.listener = listener;
  }

  JobRecord record() {
    return new JobRecord(
        id,
        tenant,
        compiler,
        requestBytes,
        replyBytes,
        queuedAtNanos,
        startedAtNanos,
        lastStartedAtNanos,
        servedAtNanos,
        endedAtNanos,
        startOrder,
        volunteer,
        attempts,
        state,
        outcome);
  }
}
