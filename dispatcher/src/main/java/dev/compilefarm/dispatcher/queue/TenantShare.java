package dev.compilefarm.dispatcher.queue;

/**
 * What a tenant is entitled to, compared with the others.
 *
 * @param weight its part of the slots in proportion to the weights of the others; at least 1
 * @param runningMax most jobs that run at a time, {@link Integer#MAX_VALUE} for no limit
 * @param queuedMax most jobs that wait at a time
 */
public record TenantShare(int weight, int runningMax, int queuedMax) {

  public TenantShare {
    if (weight < 1 || runningMax < 1 || queuedMax < 1) {
      throw new IllegalArgumentException(
          "weight %d, running %d, queued %d: each must be at least 1"
              .formatted(weight, runningMax, queuedMax));
    }
  }

  /** Like everybody else, with at most so many jobs waiting. */
  public static TenantShare equal(int queuedMax) {
    return new TenantShare(1, Integer.MAX_VALUE, queuedMax);
  }
}
