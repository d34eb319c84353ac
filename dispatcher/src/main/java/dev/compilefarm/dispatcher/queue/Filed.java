package dev.compilefarm.dispatcher.queue;

import java.util.Comparator;

/**
 * A job as it stands in its tenant's lines.
 *
 * @param place lower for one that came sooner; below 0 for one that was put back
 * @param rank higher for one that will run longer
 * @param sinceNanos when it was put here
 * @param key by which it was filed; the job's own may be another one by now
 */
record Filed<J, K>(J job, long place, int rank, long sinceNanos, K key) {
  /** The oldest first. */
  static final Comparator<Filed<?, ?>> BY_ARRIVAL = Comparator.comparingLong(Filed::place);

  /** Those that were put back in the order of arrival, then the longest first. */
  static final Comparator<Filed<?, ?>> BY_LENGTH =
      (a, b) -> {
        boolean byPlace = a.place < 0 || b.place < 0 || a.rank == b.rank;
        return byPlace ? Long.compare(a.place, b.place) : Integer.compare(b.rank, a.rank);
      };

  /** Whether it was taken once before. */
  boolean wasPutBack() {
    return place < 0;
  }

  Filed<J, K> with(K key) {
    return new Filed<>(job, place, rank, sinceNanos, key);
  }
}
