package dev.compilefarm.operator.plan;

import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one decision on a farm's size must know of those before it. Immutable.
 *
 * @param needed volunteers that the load needed
 * @param replaced volunteers asked for in place of others that do not get ready: no need of the
 *     load, but their surplus goes no faster than one of the load
 * @param runningSince since when jobs run of which none has been done, while no service time is
 *     known
 * @param starts how long its volunteers took to start
 */
public record SizeHistory(
    SlidingMaximum needed,
    SlidingMaximum replaced,
    Optional<Instant> runningSince,
    StartTimes starts) {

  /**
   * What an operator knows that has just started: the farm has this size, and somebody may need it.
   */
  public static SizeHistory startingWith(int volunteers, Instant now) {
    return new SizeHistory(
        SlidingMaximum.NONE.with(volunteers, now, Duration.ZERO),
        SlidingMaximum.NONE,
        Optional.empty(),
        StartTimes.NONE);
  }

  /** Somebody else chose this size; what is known of the volunteers stays. */
  SizeHistory restartedWith(int volunteers, Instant now) {
    SizeHistory restarted = startingWith(volunteers, now);
    return new SizeHistory(restarted.needed, restarted.replaced, restarted.runningSince, starts);
  }

  /** Nothing new is known, so what was needed still counts as needed. */
  SizeHistory held(Instant now) {
    return new SizeHistory(needed.held(now), replaced.held(now), runningSince, starts);
  }

  /** The volunteers are these now. */
  SizeHistory seen(Workload volunteers, Instant now) {
    return new SizeHistory(needed, replaced, runningSince, starts.seen(volunteers, now));
  }

  /** The load is this now. */
  SizeHistory seen(Load load, Instant now) {
    boolean first = load.meanServiceSeconds().isEmpty() && load.running() > 0;
    return new SizeHistory(
        needed,
        replaced,
        first ? runningSince.or(() -> Optional.of(now)) : Optional.empty(),
        starts);
  }

  /** The highest need of the window. */
  int highest() {
    return needed.volunteers();
  }
}
