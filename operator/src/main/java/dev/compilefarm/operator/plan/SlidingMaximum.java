package dev.compilefarm.operator.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The highest number of a sliding window of time. Immutable.
 *
 * <p>A number counts from when it arose until the next one arose, and for the window after that.
 * Kept are only numbers that can still become the highest: each is lower than the one before. So
 * there are never more than the farm may have volunteers.
 */
record SlidingMaximum(List<Level> levels) {
  static final SlidingMaximum NONE = new SlidingMaximum(List.of());

  /**
   * @param lastTrue when it was last so
   */
  record Level(int volunteers, Instant lastTrue) {}

  SlidingMaximum {
    levels = List.copyOf(levels);
  }

  /** Nothing new is known, so what was true still is. */
  SlidingMaximum held(Instant now) {
    if (levels.isEmpty()) {
      return this;
    }
    List<Level> held = new ArrayList<>(levels);
    held.add(new Level(held.removeLast().volunteers(), now));
    return new SlidingMaximum(held);
  }

  /** From now on it is so many; what was before the window is forgotten. */
  SlidingMaximum with(int volunteers, Instant now, Duration window) {
    List<Level> kept = new ArrayList<>(held(now).levels);
    kept.removeIf(level -> !level.lastTrue().plus(window).isAfter(now));
    while (!kept.isEmpty() && kept.getLast().volunteers() <= volunteers) {
      kept.removeLast();
    }
    kept.add(new Level(volunteers, now));
    return new SlidingMaximum(kept);
  }

  /** Of the whole window. */
  int volunteers() {
    return levels.isEmpty() ? 0 : levels.getFirst().volunteers();
  }

  /** How long until {@link #volunteers} falls, if it does without news. */
  Optional<Duration> untilLower(Instant now, Duration window) {
    return levels.size() < 2
        ? Optional.empty()
        : Optional.of(Duration.between(now, levels.getFirst().lastTrue().plus(window)));
  }
}
