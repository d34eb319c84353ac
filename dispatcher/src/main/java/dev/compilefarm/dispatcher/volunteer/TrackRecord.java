package dev.compilefarm.dispatcher.volunteer;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * What one volunteer failed at since it last answered, and for how long that sets it aside: half a
 * second, twice as long after each further failure, 30 s at most. One hang-up proves nothing, since
 * the request may be to blame; hang-ups on two requests do.
 */
final class TrackRecord {
  private static final Duration SET_ASIDE_FIRST = Duration.ofMillis(500);
  private static final Duration SET_ASIDE_MAX = Duration.ofSeconds(30);
  private static final int BLACK_HOLE_REQUESTS = 2;
  private static final int REMEMBERED_REQUESTS = 100;

  private final Set<Long> hungUpOn = new HashSet<>();
  private int timesSetAside;
  private VolunteerState state = VolunteerState.READY;
  private long asideUntilNanos;

  void answered() {
    hungUpOn.clear();
    timesSetAside = 0;
    state = VolunteerState.READY;
  }

  void unreachable(long nowNanos) {
    setAside(VolunteerState.UNREACHABLE, nowNanos);
  }

  void hungUpOn(long request, long nowNanos) {
    if (hungUpOn.size() < REMEMBERED_REQUESTS) {
      hungUpOn.add(request);
    }
    if (hungUpOn.size() >= BLACK_HOLE_REQUESTS) {
      setAside(VolunteerState.BLACK_HOLE, nowNanos);
    }
  }

  void absolve(long request) {
    boolean wasEvidence = hungUpOn.remove(request);
    if (wasEvidence
        && state == VolunteerState.BLACK_HOLE
        && hungUpOn.size() < BLACK_HOLE_REQUESTS) {
      timesSetAside = 0;
      state = VolunteerState.READY;
    }
  }

  VolunteerState state(long nowNanos) {
    boolean over = state == VolunteerState.READY || asideUntilNanos - nowNanos <= 0;
    return over ? VolunteerState.READY : state;
  }

  private void setAside(VolunteerState why, long nowNanos) {
    // Several connections often fail together; they are one failure.
    if (state(nowNanos) == why) {
      return;
    }
    long pause = SET_ASIDE_FIRST.toNanos() << Math.min(timesSetAside, 10);
    timesSetAside++;
    state = why;
    asideUntilNanos = nowNanos + Math.min(pause, SET_ASIDE_MAX.toNanos());
  }
}
