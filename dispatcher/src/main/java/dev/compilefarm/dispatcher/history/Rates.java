package dev.compilefarm.dispatcher.history;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Seconds for each byte of a request, by family: the geometric mean of the last {@value #JOBS_MAX}
 * jobs or so. Jobs that wait are compared by it. So it is told in steps: equal jobs must not
 * overtake each other whenever one more was done. Of the {@value #FAMILIES_MAX} families that were
 * used last. Not thread-safe.
 */
final class Rates {
  static final int FAMILIES_MAX = 256;

  private static final int JOBS_MAX = 100;
  private static final int JOBS_MIN = 10;
  private static final double STEP_LOG2 = 0.5;

  /** 200 kB a second, until something is known. */
  private static final double FIRST_LOG2 = Log2.of(5e-6);

  private static final Rate NONE = new Rate(0, 0, FIRST_LOG2);

  private final LinkedHashMap<Long, Rate> byFamily;

  /**
   * Of one family.
   *
   * @param meanLog2 logarithm of the mean
   * @param jobs it is the mean of so many
   * @param toldLog2 what is told
   */
  record Rate(double meanLog2, int jobs, double toldLog2) {
    /** One that tells its mean, where that is of enough jobs. */
    static Rate of(double meanLog2, int jobs) {
      return new Rate(meanLog2, jobs, jobs >= JOBS_MIN ? meanLog2 : FIRST_LOG2);
    }

    private Rate with(double log2) {
      int more = Math.min(JOBS_MAX, jobs + 1);
      double mean = meanLog2 + (log2 - meanLog2) / more;
      boolean isNews = more >= JOBS_MIN && Math.abs(mean - toldLog2) >= STEP_LOG2;
      return new Rate(mean, more, isNews ? mean : toldLog2);
    }
  }

  Rates() {
    this(Map.of());
  }

  private Rates(Map<Long, Rate> byFamily) {
    this.byFamily = new LinkedHashMap<>(byFamily);
  }

  Rates copy() {
    return new Rates(byFamily);
  }

  /** Logarithm of the seconds for each byte. */
  double log2(long family) {
    Rate known = byFamily.get(family);
    return known == null ? FIRST_LOG2 : known.toldLog2;
  }

  /** A job of this family took so many seconds for each byte, as a logarithm. */
  void add(long family, double log2) {
    Rate before = byFamily.get(family);
    put(family, (before == null ? NONE : before).with(log2));
  }

  void put(long family, Rate rate) {
    byFamily.putLast(family, rate);
    if (byFamily.size() > FAMILIES_MAX) {
      byFamily.pollFirstEntry();
    }
  }

  /** All, the one used longest ago first. */
  Map<Long, Rate> all() {
    return byFamily;
  }
}
