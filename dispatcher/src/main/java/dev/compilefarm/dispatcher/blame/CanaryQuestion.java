package dev.compilefarm.dispatcher.blame;

import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.util.List;

/**
 * A canary that is to be sent.
 *
 * @param number tells it from all others
 * @param compilers the one that is in doubt, then those that are known to have run, until one
 *     compiles; none where it is asked only whether it listens
 */
public record CanaryQuestion(long number, Volunteer volunteer, List<String> compilers) {
  public CanaryQuestion {
    compilers = List.copyOf(compilers);
  }

  /** Whether this compiler is the one in doubt. */
  boolean isAbout(String compiler) {
    return !compilers.isEmpty() && compilers.getFirst().equals(compiler);
  }
}
