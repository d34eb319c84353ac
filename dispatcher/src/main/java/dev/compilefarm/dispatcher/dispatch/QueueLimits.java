package dev.compilefarm.dispatcher.dispatch;

import java.time.Duration;

/**
 * What the queue holds.
 *
 * @param queuedJobs most jobs waiting
 * @param longestWait most time of one job from its arrival to its first start, and of a replayed
 *     one from the end of its last attempt to the next
 * @param deaths so many ends of volunteers while a job ran there end it, where they are still the
 *     farm's: it may be the cause
 * @param attempts most times that one request is sent to a volunteer, whatever became of that one
 * @param feedAfter how long a client that is held has seen nothing when it is given one more byte
 *     of the reply's prefix
 */
public record QueueLimits(
    int queuedJobs, Duration longestWait, int deaths, int attempts, Duration feedAfter) {

  /** Twice may be chance. */
  static final int DEATHS = 3;

  /**
   * Volunteers that leave prove nothing against a job, but ten of them in a row are no accident.
   */
  static final int ATTEMPTS = 10;

  /** Share of a client's patience after which it is fed, so that no byte comes too late. */
  static final double FEED_SHARE = 0.8;

  /**
   * The limits of every dispatcher.
   *
   * @param patience how long a client waits for the next byte
   */
  public static QueueLimits of(int queuedJobs, Duration longestWait, Duration patience) {
    return new QueueLimits(
        queuedJobs,
        longestWait,
        DEATHS,
        ATTEMPTS,
        Duration.ofNanos((long) (patience.toNanos() * FEED_SHARE)));
  }
}
