package dev.compilefarm.bench.farm;

import java.util.List;
import java.util.Locale;

/** How long something took, in seconds, each time it was measured; at least once. */
record Times(List<Double> seconds) {

  /** In any order. */
  Times {
    seconds = seconds.stream().sorted().toList();
  }

  double median() {
    return quantile(0.5);
  }

  /**
   * The nearest rank: the least time that at least this share of all times does not exceed.
   *
   * @param share above 0, up to 1
   */
  double quantile(double share) {
    return seconds.get((int) Math.ceil(share * seconds.size()) - 1);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "p50 %.3f s, p95 %.3f s (%.3f to %.3f, n %d)",
        median(),
        quantile(0.95),
        seconds.getFirst(),
        seconds.getLast(),
        seconds.size());
  }
}
