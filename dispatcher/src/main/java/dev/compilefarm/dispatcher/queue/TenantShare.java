package dev.compilefarm.dispatcher.queue;

/**
 * What a tenant is entitled to, compared with the others.
 *
 * @param weight its part of the slots in proportion to the weights of the others; at least 1
 * @param runningMax most jobs that run at a time, {@link Integer#MAX_VALUE} for no limit
 * @param queuedMax most jobs that wait at a time
 * @param queuedBytesMax most bytes that waiting jobs have together, {@link Long#MAX_VALUE} for no
 *     limit; one job may always wait
 */
public record TenantShare(int weight, int runningMax, int queuedMax, long queuedBytesMax) {

  public TenantShare {
    if (weight < 1 || runningMax < 1 || queuedMax < 1 || queuedBytesMax < 1) {
      throw new IllegalArgumentException(
          "weight %d, running %d, queued %d, bytes %d: each must be at least 1"
              .formatted(weight, runningMax, queuedMax, queuedBytesMax));
    }
  }

  /** Like everybody else, with at most so much waiting. */
  public static TenantShare equal(int queuedMax, long queuedBytesMax) {
    return new TenantShare(1, Integer.MAX_VALUE, queuedMax, queuedBytesMax);
  }

  /** Like everybody else, with at most so many jobs waiting, however large. */
  public static TenantShare equal(int queuedMax) {
    return equal(queuedMax, Long.MAX_VALUE);
  }
}
