package dev.compilefarm.dispatcher.dispatch;

import dev.compilefarm.dispatcher.blame.CanaryQuestion;
import java.util.List;
import java.util.stream.Stream;

/** Looks for what a core decided. */
final class Decided {
  private Decided() {}

  /** The volunteer where the job runs. */
  static String at(Job job) {
    return job.run.orElseThrow(() -> new AssertionError(job.state.toString())).volunteer();
  }

  /** What the first client that is sent home is told. */
  static Refusal refusal(List<Action> actions) {
    return actions.stream()
        .filter(Action.SendHome.class::isInstance)
        .map(action -> ((Action.SendHome) action).refusal())
        .findFirst()
        .orElseThrow();
  }

  /** The first canary. */
  static CanaryQuestion question(List<Action> actions) {
    return questions(actions).findFirst().orElseThrow();
  }

  /** All canaries. */
  static Stream<CanaryQuestion> questions(List<Action> actions) {
    return actions.stream()
        .filter(Action.Ask.class::isInstance)
        .map(action -> ((Action.Ask) action).question());
  }
}
