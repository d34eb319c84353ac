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

  /** Those that were used last are the last. */
  private final LinkedHashMap<Long, Rate> byFamily = new LinkedHashMap<>(16, 0.75f, true);

  /** Of one family: the logarithm of the mean, of how many jobs it is, and what is told. */
  static final class Rate {
    private double meanLog2;
    private int jobs;
    private double toldLog2 = FIRST_LOG2;

    Rate(double meanLog2, int jobs) {
      this.meanLog2 = meanLog2;
      this.jobs = jobs;
      tell();
    }

    private Rate copy() {
      Rate copy = new Rate(meanLog2, jobs);
      copy.toldLog2 = toldLog2;
      return copy;
    }

    double meanLog2() {
      return meanLog2;
    }

    int jobs() {
      return jobs;
    }

    private void add(double log2) {
      jobs = Math.min(JOBS_MAX, jobs + 1);
      meanLog2 += (log2 - meanLog2) / jobs;
      if (Math.abs(meanLog2 - toldLog2) >= STEP_LOG2) {
        tell();
      }
    }

    private void tell() {
      toldLog2 = jobs >= JOBS_MIN ? meanLog2 : toldLog2;
    }
  }

  Rates copy() {
    Rates copy = new Rates();
    byFamily.forEach((family, rate) -> copy.put(family, rate.copy()));
    return copy;
  }

  /** Logarithm of the seconds for each byte. */
  double log2(long family) {
    Rate known = byFamily.get(family);
    return known == null ? FIRST_LOG2 : known.toldLog2;
  }

  /** A job of this family took so many seconds for each byte, as a logarithm. */
  void add(long family, double log2) {
    Rate known = byFamily.get(family);
    if (known == null) {
      known = new Rate(0, 0);
      put(family, known);
    }
    known.add(log2);
  }

  void put(long family, Rate rate) {
    byFamily.put(family, rate);
    if (byFamily.size() > FAMILIES_MAX) {
      byFamily.pollFirstEntry();
    }
  }

  /** All, the one used longest ago first. */
  Map<Long, Rate> all() {
    return byFamily;
  }
}
