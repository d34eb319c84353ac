package dev.compilefarm.operator.observe;

/**
 * An object of the farm that the operator could not write.
 *
 * @param message the cluster's own, or ours where the object is somebody else's
 */
public record RejectedObject(String kind, String name, String message) {}
