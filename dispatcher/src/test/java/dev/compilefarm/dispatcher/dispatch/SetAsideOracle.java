package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.volunteer.VolunteerLoad;
import dev.compilefarm.dispatcher.volunteer.VolunteerState;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Do all volunteers fail, and for how long? By a look at the state of each after each event. The
 * states are the core's own; {@link BlameOracle} judges those.
 */
final class SetAsideOracle {
  private static final long GRACE_NANOS = Duration.ofSeconds(30).toNanos();

  private List<VolunteerLoad> failing = List.of();
  private OptionalLong sinceNanos = OptionalLong.empty();

  /** Whether a job that waits may be sent home, by what was so after the last event. */
  boolean maySendHome(ExpectedJob job, long nowNanos) {
    return lastsLongerThan(GRACE_NANOS - 1, nowNanos) && couldOneDo(job);
  }

  /** Whether it must be by now. */
  boolean mustHaveSentHome(ExpectedJob job, long tickMaxNanos, long nowNanos) {
    return lastsLongerThan(GRACE_NANOS + tickMaxNanos, nowNanos) && couldOneDo(job);
  }

  /** Notes the states after an event. */
  void eventEnds(List<VolunteerLoad> volunteers, long nowNanos) {
    failing = in(VolunteerState.BLACK_HOLE, volunteers);
    boolean othersAreThere =
        !in(VolunteerState.READY, volunteers).isEmpty()
            || !in(VolunteerState.UNREACHABLE, volunteers).isEmpty();
    if (failing.isEmpty() || othersAreThere) {
      sinceNanos = OptionalLong.empty();
    } else if (sinceNanos.isEmpty()) {
      sinceNanos = OptionalLong.of(nowNanos);
    }
  }

  private boolean lastsLongerThan(long nanos, long nowNanos) {
    return sinceNanos.isPresent() && nowNanos - sinceNanos.getAsLong() > nanos;
  }

  private boolean couldOneDo(ExpectedJob job) {
    return failing.stream().anyMatch(volunteer -> job.mayRunAt(volunteer.toolchain()));
  }

  private static List<VolunteerLoad> in(VolunteerState state, List<VolunteerLoad> volunteers) {
    return volunteers.stream().filter(volunteer -> volunteer.state() == state).toList();
  }
}
