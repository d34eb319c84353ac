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
  private static final double PERCENT = 100;

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

  /**
   * The ratio of this mean to another that is not 0. Its width is that of independent means, which
   * is too wide rather than too narrow for runs of the same seeds.
   */
  public Interval over(Interval other) {
    double ratio = mean / other.mean;
    double relative = Math.hypot(halfWidth / mean, other.halfWidth / other.mean);
    return new Interval(ratio, ratio * relative);
  }

  /** The difference to another mean, as wide as that of independent ones. */
  public Interval minus(Interval other) {
    return new Interval(mean - other.mean, Math.hypot(halfWidth, other.halfWidth));
  }

  /** Whether the whole interval is in this range. */
  public boolean isWithin(double least, double most) {
    return mean - halfWidth >= least && mean + halfWidth <= most;
  }

  /** Whether no part of the interval is in this range. */
  public boolean isOutside(double least, double most) {
    return mean + halfWidth < least || mean - halfWidth > most;
  }

  /** What is missing to 1. */
  public Interval missing() {
    return new Interval(1 - mean, halfWidth);
  }

  /** In percent, as in sentences. */
  public String percent() {
    return String.format(Locale.ROOT, "%.1f ± %.1f %%", mean * PERCENT, halfWidth * PERCENT);
  }

  /** As in tables. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f ± %.2f", mean, halfWidth);
  }
}
