package dev.compilefarm.evidence.comparison;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the best of many settings at a bounded cost: all are tried with one seed, the better
 * quarter with one more, and the better quarter of those with all. Source: K. Jamieson, A.
 * Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter Optimization, AISTATS 2016.
 */
final class SuccessiveHalving {
  /** That the last ones are tried with. */
  static final int SEEDS = 5;

  private static final int[] SEEDS_OF_ROUNDS = {1, 2, SEEDS};
  private static final int KEPT_ONE_IN = 4;
  private static final int KEPT_MIN = 4;

  private SuccessiveHalving() {}

  /** What a candidate costs. */
  interface Cost<T> {

    /**
     * For any thread.
     *
     * @param seed from 0 to less than {@link #SEEDS}
     */
    double of(T candidate, int seed);
  }

  private record Tried<T>(T candidate, double sum) {}

  /**
   * The candidate with the least mean cost, as far as that can be told; the first of equal ones.
   *
   * @param candidates at least one; a single one is not tried
   */
  static <T> T least(List<T> candidates, Cost<T> cost) {
    if (candidates.size() == 1) {
      return candidates.getFirst();
    }
    List<Tried<T>> left = candidates.stream().map(one -> new Tried<>(one, 0)).toList();
    int played = 0;
    for (int seeds : SEEDS_OF_ROUNDS) {
      int from = played;
      left =
          left.parallelStream()
              .map(tried -> tryMore(tried, from, seeds, cost))
              .sorted(Comparator.comparingDouble(Tried::sum))
              .toList();
      played = seeds;
      left = new ArrayList<>(left.subList(0, seeds == SEEDS ? 1 : kept(left.size())));
    }
    return left.getFirst().candidate();
  }

  private static int kept(int count) {
    return Math.min(count, Math.max(KEPT_MIN, (count + KEPT_ONE_IN - 1) / KEPT_ONE_IN));
  }

  private static <T> Tried<T> tryMore(Tried<T> tried, int from, int to, Cost<T> cost) {
    double more =
        IntStream.range(from, to)
            .parallel()
            .mapToDouble(seed -> cost.of(tried.candidate(), seed))
            .sum();
    return new Tried<>(tried.candidate(), tried.sum() + more);
  }
}
