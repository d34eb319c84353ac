package dev.compilefarm.dispatcher.queue;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The waiting jobs of one tenant, in a line for each key, so that no search passes the jobs of
 * other keys. Not thread-safe.
 */
final class Lines<J, K> {
  private final Function<J, K> key;
  private final WithinTenant<J> order;
  private final Map<J, Filed<J, K>> filed = new HashMap<>();
  private final Map<K, Line<J, K>> byKey = new LinkedHashMap<>();
  private long headPlace;
  private long newestPlace;
  private int putBack;

  /** Those that wait here and were the oldest that could start when a longer one was chosen. */
  private final Set<J> overtaken = new HashSet<>();

  Lines(Function<J, K> key, WithinTenant<J> order) {
    this.key = key;
    this.order = order;
  }

  /** Appends a job that nobody has taken yet; its key. */
  K addLast(J job, long nowNanos) {
    return file(job, ++newestPlace, nowNanos);
  }

  /** Puts a job that was taken once before all others; its key. */
  K addFirst(J job, long nowNanos) {
    return file(job, --headPlace, nowNanos);
  }

  private K file(J job, long place, long nowNanos) {
    int rank = order.rank().applyAsInt(job);
    return file(new Filed<>(job, place, rank, nowNanos, key.apply(job)));
  }

  private K file(Filed<J, K> now) {
    filed.put(now.job(), now);
    byKey.computeIfAbsent(now.key(), fresh -> new Line<>()).add(now);
    putBack += now.wasPutBack() ? 1 : 0;
    return now.key();
  }

  boolean contains(J job) {
    return filed.containsKey(job);
  }

  /** Takes a job out that is here; the key by which it was filed. */
  K remove(J job) {
    overtaken.remove(job);
    return takeOut(job).key();
  }

  private Filed<J, K> takeOut(J job) {
    Filed<J, K> was = filed.remove(job);
    Line<J, K> line = byKey.get(was.key());
    line.remove(was);
    if (line.isEmpty()) {
      byKey.remove(was.key());
    }
    putBack -= was.wasPutBack() ? 1 : 0;
    return was;
  }

  /** Files a job that is here by its present key, at the same place; that key. */
  K refile(J job) {
    return file(takeOut(job).with(key.apply(job)));
  }

  /** The key by which a job that is here was filed. */
  K keyOf(J job) {
    return filed.get(job).key();
  }

  /** Of all that wait here. */
  Set<K> keys() {
    return byKey.keySet();
  }

  /** The one that came first of those with one of these keys, of which one at least is here. */
  J oldest(Set<K> keys) {
    return oldestFiled(keys).job();
  }

  /** The one whose turn it is of these; it is to be taken now. */
  J choose(Set<K> keys, long nowNanos) {
    Filed<J, K> oldest = oldestFiled(keys);
    if (filed.size() == 1 || wasOvertaken(keys) || order.isOverdue(oldest, nowNanos)) {
      return oldest.job();
    }
    Filed<J, K> longest = longest(keys);
    if (longest.place() != oldest.place()) {
      overtaken.add(oldest.job());
    }
    return longest.job();
  }

  /** Whether one with such a key was overtaken. As none of those is overtaken again, few were. */
  private boolean wasOvertaken(Set<K> keys) {
    for (J each : overtaken) {
      if (keys.contains(filed.get(each).key())) {
        return true;
      }
    }
    return false;
  }

  private Filed<J, K> oldestFiled(Set<K> keys) {
    return first(keys, Line::oldest, Filed.BY_ARRIVAL);
  }

  private Filed<J, K> longest(Set<K> keys) {
    return first(keys, Line::longest, Filed.BY_LENGTH);
  }

  /** Of the first ones of these lines, the first one. */
  private Filed<J, K> first(
      Set<K> keys, Function<Line<J, K>, Filed<J, K>> firstOf, Comparator<Filed<?, ?>> order) {
    Filed<J, K> first = null;
    for (K each : keys) {
      Line<J, K> line = byKey.get(each);
      if (line != null) {
        Filed<J, K> other = firstOf.apply(line);
        first = first == null || order.compare(other, first) < 0 ? other : first;
      }
    }
    return first;
  }

  /** The one that came last; there must be one. */
  J last() {
    return byKey.values().stream()
        .map(line -> line.newest())
        .max(Filed.BY_ARRIVAL)
        .map(Filed::job)
        .orElseThrow();
  }

  /** Whether one waits here that was never put back. */
  boolean hasFresh() {
    return filed.size() > putBack;
  }

  /** All that were put back, and the first of the others: the oldest one is among them. */
  Stream<J> oldestCandidates() {
    Stream<Filed<J, K>> putBackOnes =
        byKey.values().stream()
            .flatMap(line -> line.inOrderOfArrival().takeWhile(Filed::wasPutBack));
    Stream<Filed<J, K>> firstFresh =
        byKey.values().stream()
            .flatMap(line -> line.inOrderOfArrival().dropWhile(Filed::wasPutBack).limit(1))
            .min(Filed.BY_ARRIVAL)
            .stream();
    return Stream.concat(putBackOnes, firstFresh).map(Filed::job);
  }

  int size() {
    return filed.size();
  }

  boolean isEmpty() {
    return filed.isEmpty();
  }
}
