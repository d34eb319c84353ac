package dev.compilefarm.evidence.comparison;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the best of many settings at a bounded cost: all are tried with one seed, the better
 * quarter with three, and the better quarter of those with eight. Where there are few, more stay.
 * Source: K. Jamieson, A. Talwalkar, Non-stochastic Best Arm Identification and Hyperparameter
 * Optimization, AISTATS 2016 (successive halving).
 */
final class SuccessiveTrials {
  /** That the last ones are tried with. */
  static final int SEEDS = 8;

  private static final int[] SEEDS_OF_ROUNDS = {1, 3, SEEDS};
  private static final int KEPT_ONE_IN = 4;
  private static final int[] KEPT_MIN_OF_ROUNDS = {6, 4, 1};

  private SuccessiveTrials() {}

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
    for (int round = 0; round < SEEDS_OF_ROUNDS.length; round++) {
      int from = played;
      int to = SEEDS_OF_ROUNDS[round];
      left =
          left.parallelStream()
              .map(tried -> tryMore(tried, from, to, cost))
              .sorted(Comparator.comparingDouble(Tried::sum))
              .limit(kept(left.size(), KEPT_MIN_OF_ROUNDS[round]))
              .toList();
      played = to;
    }
    return left.getFirst().candidate();
  }

  private static int kept(int count, int least) {
    return Math.max(least, (count + KEPT_ONE_IN - 1) / KEPT_ONE_IN);
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
