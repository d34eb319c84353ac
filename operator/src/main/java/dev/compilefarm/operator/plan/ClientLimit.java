package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.CompileFarmSpec;

/**
 * How many jobs one client may have under way. It follows the largest size of the farm and never
 * the present one: at rest that is nothing, and clients read their environment once.
 */
final class ClientLimit {
  /** {@code make -j64} sends all of its jobs over the two entries, even to a small farm. */
  private static final int MIN = 32;

  /** More connections than this bring nothing: no build runs so many compilers. */
  private static final int MAX = 256;

  private ClientLimit() {}

  /** Jobs under way at a time for each entry of the host list. */
  static int perEntry(CompileFarmSpec spec, int slots) {
    int replicas = spec.replicas() == null ? 0 : spec.replicas();
    return clamped((long) Math.max(spec.scaling().maxVolunteers(), replicas) * slots);
  }

  private static int clamped(long jobs) {
    return Math.clamp(jobs, MIN, MAX);
  }
}
