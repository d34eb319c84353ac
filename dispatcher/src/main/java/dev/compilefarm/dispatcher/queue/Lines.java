package dev.compilefarm.dispatcher.queue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The waiting jobs of one tenant: each has a place, and the lowest place is the first. They stand
 * in one line over all, and in one for each key, so that no search passes the jobs of other keys.
 * Not thread-safe.
 */
final class Lines<J, K> {
  private final Function<J, K> key;
  private final TreeMap<Long, J> all = new TreeMap<>();
  private final Map<K, TreeMap<Long, J>> byKey = new LinkedHashMap<>();
  private final Map<J, Filed<K>> filed = new HashMap<>();
  private long headPlace;
  private long newestPlace;

  /** Where a job stands; its key may be another one by now. */
  private record Filed<K>(long place, K key) {}

  Lines(Function<J, K> key) {
    this.key = key;
  }

  /** Appends a job that nobody has taken yet; its key. */
  K addLast(J job) {
    return file(job, ++newestPlace);
  }

  /** Puts a job that was taken once before all others; its key. */
  K addFirst(J job) {
    return file(job, --headPlace);
  }

  private K file(J job, long place) {
    K now = key.apply(job);
    filed.put(job, new Filed<>(place, now));
    all.put(place, job);
    byKey.computeIfAbsent(now, fresh -> new TreeMap<>()).put(place, job);
    return now;
  }

  boolean contains(J job) {
    return filed.containsKey(job);
  }

  /** Takes a job out that is here; the key by which it was filed. */
  K remove(J job) {
    Filed<K> was = filed.remove(job);
    all.remove(was.place);
    TreeMap<Long, J> line = byKey.get(was.key);
    line.remove(was.place);
    if (line.isEmpty()) {
      byKey.remove(was.key);
    }
    return was.key;
  }

  /** Files a job that is here by its present key, at the same place; that key. */
  K refile(J job) {
    long place = filed.get(job).place;
    remove(job);
    return file(job, place);
  }

  /** The key by which a job that is here was filed. */
  K keyOf(J job) {
    return filed.get(job).key;
  }

  /** Of all that wait here. */
  Set<K> keys() {
    return byKey.keySet();
  }

  /** The first one with one of these keys, of which one at least is here. */
  J first(Set<K> keys) {
    Map.Entry<Long, J> first = null;
    for (K each : keys) {
      TreeMap<Long, J> line = byKey.get(each);
      if (line != null && (first == null || line.firstKey() < first.getKey())) {
        first = line.firstEntry();
      }
    }
    return first.getValue();
  }

  /** The last one in line; there must be one. */
  J last() {
    return all.lastEntry().getValue();
  }

  /** Whether one waits here that was never put back. */
  boolean hasFresh() {
    return !all.isEmpty() && all.lastKey() > 0;
  }

  /** All that were put back, and the first of the others: the oldest one is among them. */
  Stream<J> oldestCandidates() {
    Stream<J> fresh = all.tailMap(0L).values().stream().limit(1);
    return Stream.concat(all.headMap(0L).values().stream(), fresh);
  }

  int size() {
    return all.size();
  }

  boolean isEmpty() {
    return all.isEmpty();
  }
}
