package dev.compilefarm.operator.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The namespaces whose copies of the clients' ConfigMaps could not be written or removed, and when
 * each is tried again: an attempt costs a request, and rounds are frequent. Pure.
 *
 * @param finished false while there are copies that were not tried at all
 */
record RefusedCopies(SortedMap<String, Refusal> byNamespace, boolean finished) {
  static final RefusedCopies NONE = new RefusedCopies(new TreeMap<>(), true);

  /** Other rounds may come in between. */
  private static final Duration NEXT_PART = Duration.ofMillis(250);

  private static final Duration RETRY_MIN = Duration.ofSeconds(2);
  private static final Duration RETRY_MAX = Duration.ofMinutes(1);

  /**
   * Why a namespace was refused.
   *
   * @param since when the first attempt failed for this cause
   */
  record Refusal(String message, Instant since, Instant retryAt) {}

  RefusedCopies {
    byNamespace = Collections.unmodifiableSortedMap(new TreeMap<>(byNamespace));
  }

  /** Whether it is too early to try this namespace again. */
  boolean waits(String namespace, Instant now) {
    return Optional.ofNullable(byNamespace.get(namespace))
        .filter(refusal -> now.isBefore(refusal.retryAt()))
        .isPresent();
  }

  /**
   * What is refused after a round.
   *
   * @param failed messages of the namespaces that were tried in vain, by name. One that still waits
   *     stays refused; all others are well.
   * @param isFinished whether all were tried that were due
   */
  RefusedCopies after(Map<String, String> failed, boolean isFinished, Instant now) {
    TreeMap<String, Refusal> next = new TreeMap<>(byNamespace);
    next.keySet().removeIf(namespace -> !waits(namespace, now));
    failed.forEach((namespace, message) -> next.put(namespace, refusal(namespace, message, now)));
    return new RefusedCopies(next, isFinished);
  }

  /** The same without the namespaces that do not matter to the farm any more. */
  RefusedCopies only(Set<String> namespaces) {
    TreeMap<String, Refusal> next = new TreeMap<>(byNamespace);
    next.keySet().retainAll(namespaces);
    return new RefusedCopies(next, finished);
  }

  /** The causes by namespace. */
  SortedMap<String, String> messages() {
    TreeMap<String, String> messages = new TreeMap<>();
    byNamespace.forEach((namespace, refusal) -> messages.put(namespace, refusal.message()));
    return messages;
  }

  /** How long to wait before the next attempt; empty where none is ahead. */
  Optional<Duration> retryAfter(Instant now) {
    if (!finished) {
      return Optional.of(NEXT_PART);
    }
    return byNamespace.values().stream()
        .map(refusal -> Duration.between(now, refusal.retryAt()))
        .filter(Duration::isPositive)
        .min(Comparator.naturalOrder());
  }

  /** Each wait is as long as the refusal has lasted, so that attempts grow rarer. */
  private Refusal refusal(String namespace, String message, Instant now) {
    Instant since =
        Optional.ofNullable(byNamespace.get(namespace))
            .filter(before -> before.message().equals(message))
            .map(Refusal::since)
            .orElse(now);
    Duration lasted = Duration.between(since, now);
    Duration wait = lasted.compareTo(RETRY_MIN) < 0 ? RETRY_MIN : lasted;
    return new Refusal(message, since, now.plus(wait.compareTo(RETRY_MAX) > 0 ? RETRY_MAX : wait));
  }
}
