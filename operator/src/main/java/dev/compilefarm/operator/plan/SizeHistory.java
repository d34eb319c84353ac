package dev.compilefarm.operator.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The highest need of a sliding window of time. Immutable.
 *
 * <p>A need counts from when it arose until the next one arose, and for the window after that. Kept
 * are only needs that can still become the highest: each is lower than the one before. So there are
 * never more than the farm may have volunteers.
 */
public record SizeHistory(List<Need> needs) {

  /**
   * @param lastNeeded when it was last true
   */
  record Need(int volunteers, Instant lastNeeded) {}

  public SizeHistory {
    needs = List.copyOf(needs);
  }

  /**
   * What an operator knows that has just started: the farm has this size, and somebody may need it.
   */
  public static SizeHistory startingWith(int volunteers, Instant now) {
    return new SizeHistory(List.of(new Need(volunteers, now)));
  }

  /** Nothing new is known, so what was needed still counts as needed. */
  SizeHistory held(Instant now) {
    if (needs.isEmpty()) {
      return this;
    }
    var held = new ArrayList<>(needs);
    held.add(new Need(held.removeLast().volunteers(), now));
    return new SizeHistory(held);
  }

  /** From now on so many volunteers are needed; what was needed before the window is forgotten. */
  SizeHistory with(int volunteers, Instant now, Duration window) {
    var kept = new ArrayList<>(held(now).needs);
    kept.removeIf(need -> !need.lastNeeded().plus(window).isAfter(now));
    while (!kept.isEmpty() && kept.getLast().volunteers() <= volunteers) {
      kept.removeLast();
    }
    kept.add(new Need(volunteers, now));
    return new SizeHistory(kept);
  }

  /** The highest need of the window. */
  int highest() {
    return needs.isEmpty() ? 0 : needs.getFirst().volunteers();
  }

  /** How long until {@link #highest} falls, if it does without news. */
  Optional<Duration> untilLower(Instant now, Duration window) {
    return needs.size() < 2
        ? Optional.empty()
        : Optional.of(Duration.between(now, needs.getFirst().lastNeeded().plus(window)));
  }
}
