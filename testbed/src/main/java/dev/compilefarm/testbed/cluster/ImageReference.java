package dev.compilefarm.testbed.cluster;

/**
 * An image as a pod of a cluster names it; {@code registry} is empty for the container runtime's
 * default.
 */
public record ImageReference(String registry, String repository, String tag) {
  @Override
  public String toString() {
    return (registry.isEmpty() ? "" : registry + "/") + repository + ":" + tag;
  }
}
