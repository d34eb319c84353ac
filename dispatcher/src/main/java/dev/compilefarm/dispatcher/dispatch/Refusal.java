package dev.compilefarm.dispatcher.dispatch;

/**
 * A job that goes back to its client without being compiled, and why.
 *
 * @param outcome how the job ends; {@link Outcome#isReplied} says whether the client is told in
 *     words
 * @param about what is to blame, of a bounded set as far as the dispatcher can bound it: an option,
 *     a compiler, a limit; empty where nothing is
 * @param sentence what is wrong and what to do; empty where the outcome is not told
 */
public record Refusal(Outcome outcome, String about, String sentence) {

  /** One without words. */
  public static Refusal of(Outcome outcome) {
    return new Refusal(outcome, "", "");
  }
}
