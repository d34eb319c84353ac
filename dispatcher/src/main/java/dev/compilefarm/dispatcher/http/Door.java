package dev.compilefarm.dispatcher.http;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * All connections of the admin port that stand. Lets everybody in and shows out who has to go. On
 * the event loop of all of them.
 */
final class Door {
  private final HttpLimits limits;
  private final LongSupplier nanoClock;
  private final HttpObserver observer;

  /** In the order of their arrival. */
  private final Set<Visit> visits = new LinkedHashSet<>();

  private volatile int open;

  Door(HttpLimits limits, LongSupplier nanoClock, HttpObserver observer) {
    this.limits = limits;
    this.nanoClock = nanoClock;
    this.observer = observer;
  }

  /** Somebody has connected: one of the others goes where there are too many. */
  void enter(Visit newcomer) {
    List<Visit> others = visits.stream().filter(visit -> !visit.isReserved()).toList();
    if (others.size() >= limits.connections()) {
      close(whoGoes(others), Closing.CROWDED);
    }
    visits.add(newcomer);
    open = visits.size();
  }

  /** It is gone. */
  void leave(Visit visit) {
    visits.remove(visit);
    open = visits.size();
  }

  /** Closes who is overdue; to be called about once a second. */
  void sweep() {
    long now = nanoClock.getAsLong();
    for (Visit visit : List.copyOf(visits)) {
      Closing reason = visit.overdue(now);
      if (reason != null) {
        close(visit, reason);
      }
    }
  }

  /** Closes this one. */
  void close(Visit visit, Closing reason) {
    leave(visit);
    observer.closed(reason);
    visit.reset();
  }

  /** How many stand; for any thread. */
  int open() {
    return open;
  }

  /** Who keeps us waiting is asked before who waits for us, and both before a newcomer. */
  private static Visit whoGoes(Collection<Visit> others) {
    List<Visit> waitedFor =
        others.stream().filter(visit -> visit.waitedForSinceNanos().isPresent()).toList();
    return waitedFor.isEmpty()
        ? longest(others, Visit::stageSinceNanos)
        : longest(waitedFor, visit -> visit.waitedForSinceNanos().orElseThrow());
  }

  private static Visit longest(Collection<Visit> visits, ToLongFunction<Visit> sinceNanos) {
    long first = visits.stream().mapToLong(sinceNanos).findFirst().orElseThrow();
    // By differences, since the clock may overflow.
    Comparator<Visit> order =
        Comparator.comparingLong(visit -> sinceNanos.applyAsLong(visit) - first);
    return new Crowd<>(visits, Visit::origin).firstOfLargest(order).orElseThrow();
  }
}
