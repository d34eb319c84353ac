package dev.compilefarm.dispatcher.http;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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

  /** Somebody has connected: others go where there are too many. */
  void enter(Visit newcomer) {
    showOut();
    visits.add(newcomer);
    open = visits.size();
  }

  /** It is gone. */
  void leave(Visit visit) {
    visits.remove(visit);
    open = visits.size();
  }

  /** Closes who is overdue, and who is too many; to be called about once a second. */
  void sweep() {
    showOut();
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

  /**
   * Of those who are too many, all who have kept us waiting for a while. Who has just come is left
   * alone, since many may come before one of them is looked at; so there may be a few times as many
   * for a moment.
   */
  private void showOut() {
    long now = nanoClock.getAsLong();
    List<Visit> guests = guests();
    while (guests.size() >= limits.connections()) {
      Optional<Visit> leaver = whoGoes(guests, now);
      if (leaver.isEmpty()) {
        return;
      }
      close(leaver.get(), Closing.CROWDED);
      guests = guests();
    }
  }

  private Optional<Visit> whoGoes(List<Visit> guests, long now) {
    List<Visit> waitedFor =
        guests.stream().filter(visit -> visit.waitedForSinceNanos().isPresent()).toList();
    List<Visit> late =
        waitedFor.stream()
            .filter(visit ->
                now - visit.waitedForSinceNanos().orElseThrow() > HttpLimits.LATE.toNanos())
            .toList();
    if (!late.isEmpty() || guests.size() < limits.connectionsForAMoment()) {
      return longest(late, visit -> visit.waitedForSinceNanos().orElseThrow(), now);
    }
    // Of all, since those whom we keep waiting count for their address too.
    return longest(guests, Visit::stageSinceNanos, now);
  }

  private List<Visit> guests() {
    return visits.stream().filter(visit -> !visit.isReserved()).toList();
  }

  private static Optional<Visit> longest(
      List<Visit> visits, ToLongFunction<Visit> sinceNanos, long now) {
    // By differences, since the clock may overflow.
    Comparator<Visit> order =
        Comparator.comparingLong(visit -> sinceNanos.applyAsLong(visit) - now);
    return new Crowd<>(visits, Visit::origin).firstOfLargest(order);
  }
}
