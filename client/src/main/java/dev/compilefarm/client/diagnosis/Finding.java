package dev.compilefarm.client.diagnosis;

/**
 * A cause in words.
 *
 * @param sentence what is so, with its numbers
 * @param nextStep what to do; empty where there is nothing to do
 */
public record Finding(Cause cause, String sentence, String nextStep) {
  /** Both in one line. */
  public String line() {
    return nextStep.isEmpty() ? sentence : sentence + " " + nextStep;
  }
}
