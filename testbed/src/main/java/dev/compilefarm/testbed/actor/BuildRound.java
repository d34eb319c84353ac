package dev.compilefarm.testbed.actor;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One of the builds of a {@link BuildLoop}.
 *
 * @param objects object files that it had to make
 * @param missing those of them that it did not make: failed compiles
 * @param wrong those that differ from what the client's own compiler makes
 * @param complaints what distcc had to say: lines of its log, and marks that an entry of the host
 *     list had failed; none in a build that noticed nothing
 */
public record BuildRound(int number, int objects, int missing, int wrong, int complaints) {
  private static final Pattern LINE =
      Pattern.compile(
          "(?m)^round (\\d+): objects=(\\d+) missing=(\\d+) wrong=(\\d+) complaints=(\\d+)$");

  /** The rounds in a build's log, in their order. */
  static List<BuildRound> in(String log) {
    return LINE.matcher(log).results().map(BuildRound::of).toList();
  }

  public boolean isFlawless() {
    return missing == 0 && wrong == 0 && complaints == 0;
  }

  private static BuildRound of(MatchResult match) {
    return new BuildRound(
        number(match, 1), number(match, 2), number(match, 3), number(match, 4), number(match, 5));
  }

  private static int number(MatchResult match, int group) {
    return Integer.parseInt(match.group(group));
  }
}
