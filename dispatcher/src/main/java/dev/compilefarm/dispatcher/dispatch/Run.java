package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.volunteer.VolunteerPool.Lease;

/**
 * A job's stay at a volunteer.
 *
 * @param volunteer its name
 * @param number this start is the job's first, second...
 * @param isBrokenOff whether it was decided to break it off: then nothing that comes of it counts
 */
record Run(Lease lease, String volunteer, int number, long startedAtNanos, boolean isBrokenOff) {

  Run brokenOff() {
    return new Run(lease, volunteer, number, startedAtNanos, true);
  }
}
