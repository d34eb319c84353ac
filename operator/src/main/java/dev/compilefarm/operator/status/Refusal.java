package dev.compilefarm.operator.status;

/**
 * One of the farm's objects that could not be written as it shall be.
 *
 * @param message the cluster's own, or ours where the object is somebody else's
 */
public record Refusal(String kind, String name, String message) {}
