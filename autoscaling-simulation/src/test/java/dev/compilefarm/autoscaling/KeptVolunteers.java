package dev.compilefarm.autoscaling;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Counts the volunteer-seconds of a farm that is always as large as the most volunteers that worked
 * at a time within the last scale-down delay, from the minimum up. Each growth costs its start-up
 * time too. Times are seconds.
 */
final class KeptVolunteers {
  private record Level(int volunteers, double until) {}

  private final FarmSettings settings;
  private final double delay;
  // Each lower than the one before.
  private final Deque<Level> levels = new ArrayDeque<>();
  private double now;
  private int working;
  private double sum;

  KeptVolunteers(FarmSettings settings) {
    this.settings = settings;
    this.delay = settings.scaling().scaleDownDelaySeconds();
  }

  /** From now on so many slots are busy, on as few volunteers as can be. */
  void busy(double at, int slots) {
    need(working, at + delay);
    passUntil(at);
    working = Math.ceilDiv(slots, settings.slots());
    need(working, Double.POSITIVE_INFINITY);
  }

  /** Nothing comes any more. */
  double toTheEnd() {
    busy(now, 0);
    levels.removeIf(level -> level.volunteers() == 0);
    while (!levels.isEmpty()) {
      passUntil(levels.getFirst().until());
    }
    return sum;
  }

  private void need(int volunteers, double until) {
    int grown = volunteers - size();
    if (!levels.isEmpty() && levels.getLast().until() == Double.POSITIVE_INFINITY) {
      // It was so until now.
      levels.removeLast();
    }
    while (!levels.isEmpty() && levels.getLast().volunteers() <= volunteers) {
      levels.removeLast();
    }
    levels.addLast(new Level(volunteers, until));
    sum += Math.max(0, grown) * settings.startUp().median();
  }

  private void passUntil(double at) {
    while (!levels.isEmpty() && levels.getFirst().until() <= at) {
      double until = levels.getFirst().until();
      sum += size() * (until - now);
      now = until;
      levels.removeFirst();
    }
    sum += size() * (at - now);
    now = at;
  }

  private int size() {
    int kept = levels.isEmpty() ? 0 : levels.getFirst().volunteers();
    return Math.max(settings.scaling().minVolunteers(), kept);
  }
}
