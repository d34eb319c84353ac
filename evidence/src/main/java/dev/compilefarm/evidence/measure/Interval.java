package dev.compilefarm.evidence.measure;

import java.util.Locale;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean over seeds, and how far it may be off with a probability of 5 % (Student's t).
 *
 * @param halfWidth 0 of a single value
 */
public record Interval(double mean, double halfWidth) {
  private static final double TWO_SIDED = 0.975;
  private static final double DIGITS = 1e4;

  /** Rounded to four digits: files of results stay readable. */
  public Interval {
    mean = Math.round(mean * DIGITS) / DIGITS;
    halfWidth = Math.round(halfWidth * DIGITS) / DIGITS;
  }

  /** Of these values, at least one. */
  public static Interval of(double[] values) {
    int count = values.length;
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / count;
    if (count == 1) {
      return new Interval(mean, 0);
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double error = Math.sqrt(squares / (count - 1) / count);
    double quantile = TDistribution.of(count - 1).inverseCumulativeProbability(TWO_SIDED);
    return new Interval(mean, quantile * error);
  }

  /** As in tables. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f ± %.2f", mean, halfWidth);
  }
}
