package dev.compilefarm.testbed.observe;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A job that is over, as its dispatcher's log tells it.
 *
 * @param dispatcher the pod's name
 * @param attempts how often it was sent to a volunteer
 * @param outcome in lower case; {@code done} when the client has the whole reply
 * @param line all that was said of it
 */
public record EndedJob(String dispatcher, long id, int attempts, String outcome, String line) {
  private static final Pattern LINE =
      Pattern.compile("\\bjob=(\\d+) tenant=.* attempts=(\\d+) outcome=(\\w+)(?: |$)");

  /** The job of a line of the log; empty if it speaks of something else. */
  static Optional<EndedJob> of(String dispatcher, String line) {
    Matcher match = LINE.matcher(line);
    if (!match.find()) {
      return Optional.empty();
    }
    return Optional.of(
        new EndedJob(
            dispatcher,
            Long.parseLong(match.group(1)),
            Integer.parseInt(match.group(2)),
            match.group(3),
            line));
  }

  public boolean isDone() {
    return outcome.equals("done");
  }
}
