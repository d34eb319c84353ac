package dev.compilefarm.bench.load.report;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

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

  /**
   * Of a figure of each round, from what came of it and what was to be.
   *
   * @param ideals in the order of the rounds, as many as there are
   */
  public static <R, I> Spread of(List<R> rounds, List<I> ideals, ToDoubleBiFunction<R, I> figure) {
    return of(
        IntStream.range(0, rounds.size())
            .mapToDouble(i -> figure.applyAsDouble(rounds.get(i), ideals.get(i))));
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
