package dev.compilefarm.dispatcher.http;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How many replies of one kind are made or wait to be taken at a time. Who finds none free gets
 * that of somebody who does not take its reply, or that of an origin which has more; else it is
 * refused. On the event loop.
 */
final class Places {
  /** A reply that is not taken for so long makes room for another. */
  private static final long TAKEN_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final int max;
  private final Door door;

  /** In the order of their arrival. */
  private final Set<Visit> holders = new LinkedHashSet<>();

  Places(int max, Door door) {
    this.max = max;
    this.door = door;
  }

  /** Whether it has a place, until it is answered or gone. */
  boolean enter(Visit visit, long nowNanos) {
    if (holders.size() >= max) {
      Optional<Visit> leaver = whoGoes(visit, nowNanos);
      if (leaver.isEmpty()) {
        return false;
      }
      holders.remove(leaver.get());
      door.close(leaver.get(), Closing.DISPLACED);
    }
    holders.add(visit);
    visit.whenAnswered(() -> holders.remove(visit));
    return true;
  }

  private Optional<Visit> whoGoes(Visit newcomer, long nowNanos) {
    return holders.stream()
        .filter(visit -> isStalled(visit, nowNanos))
        .findFirst()
        .or(() -> {
          List<Visit> inOrder = List.copyOf(holders);
          return new Crowd<>(inOrder, Visit::origin)
              .firstOfLargest(Comparator.comparingInt(inOrder::indexOf), newcomer.origin());
        });
  }

  private static boolean isStalled(Visit visit, long nowNanos) {
    return visit.waitedForSinceNanos().stream()
        .anyMatch(since -> nowNanos - since > TAKEN_WITHIN_NANOS);
  }
}
