package dev.compilefarm.autoscaling;

import dev.compilefarm.autoscaling.DayRecord.Build;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How much longer builds take than on a farm that is always at its maximum.
 *
 * @param pairs of all builds but those of a single job
 */
record Slowdown(List<Pair> pairs) {

  /**
   * One build.
   *
   * @param there its seconds on the farm at its maximum
   * @param here its seconds on the farm that is judged
   */
  record Pair(double there, double here) {
    double slowdown() {
      return here / there;
    }

    double lost() {
      return here - there;
    }
  }

  /**
   * Of the builds of some length.
   *
   * @param builds how many
   * @param mean of here / there, as the next one; NaN where there is no build
   * @param lostSeconds the mean of here - there
   */
  record OfLength(int builds, double mean, double p95, double lostSeconds) {}

  Slowdown {
    pairs = List.copyOf(pairs);
  }

  /** Of a day's builds. */
  static Slowdown of(DayRecord there, DayRecord here) {
    return new Slowdown(pairs(there, here, jobs -> jobs > 1));
  }

  /** Of the jobs that nobody waits for together. */
  static Slowdown ofSingleJobs(DayRecord there, DayRecord here) {
    return new Slowdown(pairs(there, here, jobs -> jobs == 1));
  }

  static Slowdown together(Stream<Slowdown> parts) {
    return new Slowdown(parts.flatMap(part -> part.pairs.stream()).toList());
  }

  /** Of the builds whose seconds at the maximum are of this kind. */
  OfLength where(DoublePredicate seconds) {
    List<Pair> some = pairs.stream().filter(pair -> seconds.test(pair.there())).toList();
    double[] slowdowns = some.stream().mapToDouble(Pair::slowdown).sorted().toArray();
    return new OfLength(
        slowdowns.length,
        some.stream().mapToDouble(Pair::slowdown).average().orElse(Double.NaN),
        slowdowns.length == 0
            ? Double.NaN
            : slowdowns[Math.min(slowdowns.length - 1, (int) (0.95 * slowdowns.length))],
        some.stream().mapToDouble(Pair::lost).average().orElse(Double.NaN));
  }

  private static List<Pair> pairs(DayRecord there, DayRecord here, IntPredicate jobs) {
    List<Build> builds = here.builds();
    return IntStream.range(0, builds.size())
        .filter(i -> jobs.test(builds.get(i).jobs()))
        .mapToObj(i -> new Pair(there.builds().get(i).seconds(), builds.get(i).seconds()))
        .toList();
  }
}
