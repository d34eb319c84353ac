package dev.compilefarm.dispatcher.dispatch;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How often a job was given to volunteers.
 *
 * @param attempts times that a volunteer may have seen its request
 * @param starts attempts, and starts that came to nothing before a volunteer saw anything
 * @param order this job was the n-th of all to start; empty before
 * @param last the volunteer of the latest start
 */
record Tries(int attempts, int starts, OptionalLong order, Optional<String> last) {
  static final Tries NONE = new Tries(0, 0, OptionalLong.empty(), Optional.empty());

  Tries start(String volunteer, long startOrder) {
    return new Tries(attempts + 1, starts + 1, OptionalLong.of(startOrder), Optional.of(volunteer));
  }

  /** The latest start was no attempt: nobody has seen the request. */
  Tries withoutAttempt() {
    return new Tries(attempts - 1, starts, order, last);
  }
}
