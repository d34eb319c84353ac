package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.volunteer.Container;
import dev.compilefarm.dispatcher.volunteer.VolunteerPool.Lease;
import java.util.Optional;

/**
 * A job's stay at a volunteer.
 *
 * @param volunteer its name
 * @param container what was known of its container when the job was started
 * @param number this start is the job's first, second...
 * @param isBrokenOff whether it was decided to break it off: then nothing that comes of it counts
 */
record Run(
    Lease lease,
    String volunteer,
    Optional<Container> container,
    int number,
    long startedAtNanos,
    boolean isBrokenOff) {

  Run brokenOff() {
    return new Run(lease, volunteer, container, number, startedAtNanos, true);
  }
}
