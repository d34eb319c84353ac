package dev.compilefarm.dispatcher.dispatch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

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
 * @param feedAfterByTenant the same of the tenants for which it differs
 * @param givesUpAfter how long one that cannot be given any more may see nothing
 */
public record QueueLimits(
    int queuedJobs,
    Duration longestWait,
    int deaths,
    int attempts,
    Duration feedAfter,
    Map<String, Duration> feedAfterByTenant,
    Duration givesUpAfter) {

  /** Twice may be chance. */
  static final int DEATHS = 3;

  /**
   * Volunteers that leave prove nothing against a job, but ten of them in a row are no accident.
   */
  static final int ATTEMPTS = 10;

  /** Share of a client's patience after which it is fed, so that no byte comes too late. */
  static final double FEED_SHARE = 0.8;

  public QueueLimits {
    feedAfterByTenant = Map.copyOf(feedAfterByTenant);
  }

  /** With clients that are all alike. */
  public QueueLimits(
      int queuedJobs, Duration longestWait, int deaths, int attempts, Duration feedAfter) {
    this(queuedJobs, longestWait, deaths, attempts, feedAfter, Map.of(), feedAfter);
  }

  /**
   * The limits of every dispatcher.
   *
   * @param patience how long a client waits for the next byte
   */
  public static QueueLimits of(int queuedJobs, Duration longestWait, Duration patience) {
    return new QueueLimits(queuedJobs, longestWait, DEATHS, ATTEMPTS, share(patience));
  }

  /**
   * The same, where something between a client and the dispatcher is less patient than the client.
   *
   * @param feedAfter how long a client may see nothing before it is fed
   * @param byTenant the same of the tenants for which it differs
   */
  public QueueLimits feedingAfter(Duration feedAfter, Map<String, Duration> byTenant) {
    Map<String, Duration> earlier = new HashMap<>();
    byTenant.forEach((tenant, after) -> earlier.put(tenant, shorter(after, givesUpAfter)));
    return new QueueLimits(
        queuedJobs,
        longestWait,
        deaths,
        attempts,
        shorter(feedAfter, givesUpAfter),
        earlier,
        givesUpAfter);
  }

  /** How long a client of this tenant has seen nothing when it is fed. */
  Duration feedAfter(String tenant) {
    return feedAfterByTenant.getOrDefault(tenant, feedAfter);
  }

  private static Duration share(Duration patience) {
    return Duration.ofNanos((long) (patience.toNanos() * FEED_SHARE));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
