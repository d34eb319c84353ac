package dev.compilefarm.evidence.reality;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One policy, for real and simulated, over the same workloads.
 *
 * @param number as in the predictions
 * @param name for tables
 * @param settings in the simulation's words
 * @param rounds one for each workload
 */
record CheckResult(String number, String name, String settings, List<Round> rounds) {

  /** So far the makespan may be off. */
  private static final double TOLERANCE = 0.1;

  CheckResult {
    rounds = List.copyOf(rounds);
  }

  /**
   * One workload.
   *
   * @param realSeconds makespan
   * @param simulatedSeconds the same, the mean of many runs
   * @param realBuildSeconds of a user's build, on average
   * @param simulatedBuildSeconds the same
   * @param compilesAtHome of the real run
   */
  record Round(
      double realSeconds,
      double simulatedSeconds,
      double realBuildSeconds,
      double simulatedBuildSeconds,
      long compilesAtHome) {

    /** One real run, and many simulated ones. */
    static Round of(Times real, List<Times> simulated) {
      return new Round(
          real.makespanSeconds(),
          mean(simulated, Times::makespanSeconds),
          real.meanBuildSeconds(),
          mean(simulated, Times::meanBuildSeconds),
          real.compilesAtHome());
    }
  }

  /** Makespan, the mean of all rounds. */
  @JsonProperty
  double realSeconds() {
    return mean(rounds, Round::realSeconds);
  }

  /** The same, simulated. */
  @JsonProperty
  double simulatedSeconds() {
    return mean(rounds, Round::simulatedSeconds);
  }

  /** Simulated over real. */
  @JsonProperty
  double ratio() {
    return simulatedSeconds() / realSeconds();
  }

  /** The same of the mean time of a build. */
  @JsonProperty
  double ratioOfBuilds() {
    return mean(rounds, Round::simulatedBuildSeconds) / mean(rounds, Round::realBuildSeconds);
  }

  /** Whether the simulation's makespan is as good as real in each round. */
  @JsonProperty
  boolean confirmed() {
    return rounds.stream()
        .allMatch(
            round -> Math.abs(round.simulatedSeconds() / round.realSeconds() - 1) <= TOLERANCE);
  }

  private static <T> double mean(List<T> of, ToDoubleFunction<T> figure) {
    return of.stream().mapToDouble(figure).average().orElseThrow();
  }
}
