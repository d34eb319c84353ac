package dev.compilefarm.client.cluster;

/**
 * The cluster gave no answer that helps. The message says what was asked, where, and what to do.
 */
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean noSuchFarm;

  private ClusterException(String message, boolean noSuchFarm, Throwable cause) {
    super(message, cause);
    this.noSuchFarm = noSuchFarm;
  }

  static ClusterException of(String message, Throwable cause) {
    return new ClusterException(message, false, cause);
  }

  static ClusterException noSuchFarm(String message) {
    return new ClusterException(message, true, null);
  }

  /** Whether the cluster answered, and has no farm of that name. */
  public boolean isNoSuchFarm() {
    return noSuchFarm;
  }
}
