package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.volunteer.VolunteerLoad;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Is a volunteer set aside for a reason? As a black hole only while it has hung up on two requests
 * since it last answered that are not known to be poison, and never longer than 30 s after the last
 * of them; as unreachable never longer than 30 s after somebody could not reach it.
 */
final class SetAsideOracle {
  private static final int BLACK_HOLE_REQUESTS = 2;
  private static final long LONGEST_NANOS = Duration.ofSeconds(30).toNanos();

  private final Map<String, Evidence> against = new HashMap<>();

  void answered(String volunteer) {
    against.remove(volunteer);
  }

  void hungUp(String volunteer, Job on, long nowNanos) {
    Evidence evidence = of(volunteer);
    evidence.hungUpOn.add(on);
    evidence.hungUpAtNanos = nowNanos;
  }

  void unreachable(String volunteer, long nowNanos) {
    Evidence evidence = of(volunteer);
    evidence.wasUnreachable = true;
    evidence.unreachableAtNanos = nowNanos;
  }

  void poisoned(Job by) {
    against.values().forEach(evidence -> evidence.hungUpOn.remove(by));
  }

  void check(List<VolunteerLoad> volunteers, long nowNanos) {
    for (VolunteerLoad volunteer : volunteers) {
      switch (volunteer.state()) {
        case BLACK_HOLE -> {
          Evidence evidence = of(volunteer.name());
          Invariant.check(
              evidence.hungUpOn.size() >= BLACK_HOLE_REQUESTS
                  && nowNanos - evidence.hungUpAtNanos < LONGEST_NANOS,
              "a black hole hung up on two requests that are not poison, and is asked again",
              volunteer);
        }
        case UNREACHABLE -> {
          Evidence evidence = of(volunteer.name());
          Invariant.check(
              evidence.wasUnreachable && nowNanos - evidence.unreachableAtNanos < LONGEST_NANOS,
              "an unreachable volunteer was tried, and is tried again",
              volunteer);
        }
        case READY, NOT_READY, DRAINING -> {}
      }
    }
  }

  private Evidence of(String volunteer) {
    return against.computeIfAbsent(volunteer, name -> new Evidence());
  }

  private static final class Evidence {
    final Set<Job> hungUpOn = new HashSet<>();
    long hungUpAtNanos;
    boolean wasUnreachable;
    long unreachableAtNanos;
  }
}
