package dev.compilefarm.dispatcher.queue;

import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The waiting jobs of one tenant with one key, by arrival and by length. Most lines never have more
 * than one job, so the second order is made with the second job. Not thread-safe.
 */
final class Line<J, K> {
  private final TreeSet<Filed<J, K>> byArrival = new TreeSet<>(Filed.BY_ARRIVAL);
  private Optional<TreeSet<Filed<J, K>>> byLength = Optional.empty();

  void add(Filed<J, K> filed) {
    if (byLength.isEmpty() && !byArrival.isEmpty()) {
      byLength = Optional.of(new TreeSet<>(Filed.BY_LENGTH));
      byLength.get().add(byArrival.first());
    }
    byArrival.add(filed);
    byLength.ifPresent(line -> line.add(filed));
  }

  void remove(Filed<J, K> filed) {
    byArrival.remove(filed);
    byLength.ifPresent(line -> line.remove(filed));
  }

  Filed<J, K> oldest() {
    return byArrival.first();
  }

  Filed<J, K> newest() {
    return byArrival.last();
  }

  Filed<J, K> longest() {
    return byLength.orElse(byArrival).first();
  }

  Stream<Filed<J, K>> inOrderOfArrival() {
    return byArrival.stream();
  }

  boolean isEmpty() {
    return byArrival.isEmpty();
  }
}
