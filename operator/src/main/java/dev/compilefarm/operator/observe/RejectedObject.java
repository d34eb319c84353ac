package dev.compilefarm.operator.observe;

/**
 * An object of the farm that the operator could not write.
 *
 * @param message the cluster's own, or ours where the object is somebody else's
 * @param inPlace an earlier form of the object is there, and is this farm's
 */
public record RejectedObject(String kind, String name, String message, boolean inPlace) {

  /** One of which this farm has nothing. */
  public RejectedObject(String kind, String name, String message) {
    this(kind, name, message, false);
  }
}
