package dev.compilefarm.dispatcher.history;

/**
 * How long a job will occupy a slot, as far as earlier jobs tell.
 *
 * @param log2Seconds the logarithm of the seconds, to the base of 2: compile times differ by
 *     factors
 * @param from what tells it
 */
public record Expectation(double log2Seconds, From from) {

  /** What tells how long a job will take. */
  public enum From {
    /** The same job, done before. */
    EARLIER_JOB,
    /** The length of its request, and what others took for each byte. */
    SIZE
  }

  /** Two of them double the time: jobs that differ by less are alike. */
  private static final int RANKS_A_DOUBLING = 2;

  /** More than 0. */
  public double seconds() {
    return Log2.inverse(log2Seconds);
  }

  /** The longer, the higher; the same for jobs that take about the same time. */
  public int rank() {
    return (int) Math.floor(RANKS_A_DOUBLING * log2Seconds);
  }
}
