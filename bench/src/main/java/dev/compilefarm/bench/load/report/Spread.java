package dev.compilefarm.bench.load.report;

import java.util.stream.DoubleStream;

/**
 * A figure of several rounds. What other work on the machine does to one round is in the spread and
 * not in the median.
 */
public record Spread(double least, double median, double most) {

  /** Of at least one round. */
  public static Spread of(DoubleStream rounds) {
    double[] sorted = rounds.sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }

  /** The median, and the least and the most behind it. */
  public String text(int digits) {
    return "%s (%s to %s)"
        .formatted(
            Figures.fixed(median, digits),
            Figures.fixed(least, digits),
            Figures.fixed(most, digits));
  }
}
