package dev.compilefarm.dispatcher.discovery;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * How old the list of volunteers may be, and whether it is being kept. Says a sentence for the log
 * where that changes, not where it goes on. Pure; thread-safe. Times are nanoseconds of one
 * monotonic clock, the caller's.
 */
final class ListHealth {
  /** A watch that stands so long is one. */
  static final Duration STABLE = Duration.ofSeconds(5);

  private final Set<ListFault> told = EnumSet.noneOf(ListFault.class);
  private long confirmedAtNanos;
  private long failingSinceNanos;
  private long watchingSinceNanos;
  private int failures;
  private boolean complete;
  private boolean failing;
  private boolean suspect;
  private boolean watching;

  /** No list is known yet. */
  ListHealth(long nowNanos) {
    confirmedAtNanos = nowNanos;
  }

  /** The whole list was there at this time. */
  synchronized void listed(long asOfNanos) {
    complete = true;
    confirmedAtNanos = asOfNanos;
  }

  /** A watch on the list has begun. */
  synchronized void watching(long nowNanos) {
    watching = true;
    watchingSinceNanos = nowNanos;
  }

  /** The API server has said all that happened up to now. */
  synchronized void confirmed(long nowNanos) {
    confirmedAtNanos = nowNanos;
  }

  /** The list could not be kept; a sentence where that is news. */
  synchronized Optional<String> failed(ListFault fault, String what, long nowNanos) {
    watching = false;
    failures++;
    if (!failing && !suspect && fault.isRoutine()) {
      suspect = true;
      return Optional.empty();
    }
    if (!failing) {
      failing = true;
      failingSinceNanos = nowNanos;
    }
    if (!told.add(fault)) {
      return Optional.empty();
    }
    return Optional.of(
        "The list of volunteers cannot be kept up to date; trying again all the time. "
            + (complete ? "Jobs go on with those that are known. " : "No job is taken yet. ")
            + "The API server: "
            + what);
  }

  /**
   * Looks whether all is well again.
   *
   * @return whether the watch has stood long enough for that
   */
  synchronized boolean isStable(long nowNanos) {
    return watching && nowNanos - watchingSinceNanos >= STABLE.toNanos();
  }

  /** The watch stands well; a sentence where that is news. */
  synchronized Optional<String> recovered(long nowNanos) {
    Optional<String> news =
        failing
            ? Optional.of(
                "The list of volunteers is up to date again after %.1f s (failed attempts: %d)"
                    .formatted((nowNanos - failingSinceNanos) / 1e9, failures))
            : Optional.empty();
    failing = false;
    suspect = false;
    failures = 0;
    told.clear();
    return news;
  }

  /** Whether there ever was a whole list; it may be old. */
  synchronized boolean isComplete() {
    return complete;
  }

  /**
   * The time since the API server last confirmed the list; since the start where there is none. A
   * watch that stands confirms it with each event and at its end.
   */
  synchronized Duration age(long nowNanos) {
    return Duration.ofNanos(Math.max(0, nowNanos - confirmedAtNanos));
  }
}
