package dev.compilefarm.dispatcher.queue;

import java.util.TreeSet;

/** The waiting jobs of one tenant with one key, by arrival and by length. Not thread-safe. */
final class Line<J, K> {
  final TreeSet<Filed<J, K>> byArrival = new TreeSet<>(Filed.BY_ARRIVAL);
  final TreeSet<Filed<J, K>> byLength = new TreeSet<>(Filed.BY_LENGTH);

  void add(Filed<J, K> filed) {
    byArrival.add(filed);
    byLength.add(filed);
  }

  void remove(Filed<J, K> filed) {
    byArrival.remove(filed);
    byLength.remove(filed);
  }

  boolean isEmpty() {
    return byArrival.isEmpty();
  }
}
