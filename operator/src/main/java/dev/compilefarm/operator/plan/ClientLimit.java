package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.CompileFarmSpec;

/**
 * How many jobs one client may have under way. It follows the largest size of the farm and never
 * the present one: at rest that is nothing, and clients read their environment once.
 */
final class ClientLimit {
  /** Entries of a client's host list; both lead to the one queue. */
  private static final int ENTRIES = 2;

  /** {@code make -j64} sends all of its jobs over the two entries, even to a small farm. */
  private static final int MIN = 32;

  /** A client looks at so many lock files, one after the other, where all are taken. */
  private static final int MAX = 256;

  /**
   * Jobs for each slot, so that a queue is deep enough for the longest of them to go first:
   * docs/internals/adr/0026 has what depth brings.
   */
  private static final int DEPTH = 8;

  private ClientLimit() {}

  /** Jobs under way at a time for each entry of the host list. */
  static int perEntry(CompileFarmSpec spec, int slots) {
    int replicas = spec.replicas() == null ? 0 : spec.replicas();
    return clamped((long) Math.max(spec.scaling().maxVolunteers(), replicas) * slots);
  }

  /**
   * Jobs that one client has under way at most, for the dispatcher. A change of it replaces the
   * dispatcher, so it is rounded up to a power of two. Where {@code replicas} goes past the maximum
   * somebody else sizes the farm, at any time; then it is the largest number.
   */
  static int inAll(CompileFarmSpec spec, int slots) {
    int volunteers = spec.scaling().maxVolunteers();
    return spec.replicas() != null && spec.replicas() > volunteers
        ? ENTRIES * MAX
        : ENTRIES * powerOfTwo(clamped((long) volunteers * slots));
  }

  private static int clamped(long slots) {
    return Math.clamp(slots * DEPTH / ENTRIES, MIN, MAX);
  }

  private static int powerOfTwo(int number) {
    int highest = Integer.highestOneBit(number);
    return highest == number ? number : 2 * highest;
  }
}
