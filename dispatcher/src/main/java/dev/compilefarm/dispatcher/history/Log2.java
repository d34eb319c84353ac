package dev.compilefarm.dispatcher.history;

/** Logarithms to the base of 2: compile times differ by factors. Pure. */
final class Log2 {
  private static final double LN_2 = Math.log(2);

  private Log2() {}

  static double of(double number) {
    return Math.log(number) / LN_2;
  }

  /** The number that has this logarithm. */
  static double inverse(double log2) {
    return Math.exp(log2 * LN_2);
  }
}
