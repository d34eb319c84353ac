package dev.compilefarm.operator.reconcile;

import dev.compilefarm.operator.observe.RejectedObject;
import java.time.Duration;
import java.time.Instant;

/** An object that the cluster rejects, and since when it does so for the same cause. */
record RetryOfRejected(RejectedObject object, Instant since) {
  /** A predecessor's object is gone within seconds. */
  private static final Duration RETRY_MIN = Duration.ofSeconds(2);

  /** A quota is raised, a name is freed: by people. */
  private static final Duration RETRY_MAX = Duration.ofMinutes(1);

  /**
   * How long to wait before the next attempt: as long as it has lasted, so that attempts grow
   * rarer.
   */
  Duration retryAfter(Instant now) {
    Duration lasted = Duration.between(since, now);
    if (lasted.compareTo(RETRY_MIN) < 0) {
      return RETRY_MIN;
    }
    return lasted.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : lasted;
  }
}
