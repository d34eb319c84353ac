package dev.compilefarm.autoscaling;

import java.util.List;
import java.util.Locale;

/**
 * One row of a table in docs/internals/autoscaling.md: some days on one kind of farm, beside the
 * same days on a farm that is always at its maximum.
 *
 * @param name of the days, or of the farm
 * @param builds but for single jobs
 * @param volunteerSeconds of one day, as the next one the mean of the days
 * @param changes of the size
 * @param overBound volunteer-seconds over those of {@link CostBound}; NaN for a farm that begins
 *     with volunteers
 */
record ResultRow(
    String name,
    StartUp startUp,
    Slowdown builds,
    Slowdown singles,
    double volunteerSeconds,
    double changes,
    double overBound) {
  /** From this length at the maximum on, the slowdown has a bar; below it, the seconds lost. */
  private static final double LONG_SECONDS = 30;

  private static final double MEAN_MAX = 1.05;
  private static final double P95_MAX = 1.10;
  private static final double LOST_STARTS_MAX = 1.5;
  private static final double OVER_BOUND_MAX = 1.3;

  static final String HEADER =
      """
      | day | volunteers start in | under 10 s | 10-60 s | over 60 s | over 30 s | under 30 s: lost | single jobs: lost | \
      volunteer-seconds | changes | over the bound |
      |---|---|---|---|---|---|---|---|---|---|---|\
      """;

  /** A day on the farm that is judged, and on the one at its maximum. */
  record Played(DayRecord there, World here) {}

  static ResultRow of(String name, StartUp startUp, List<Played> days) {
    double paid = days.stream().mapToDouble(day -> day.here().record().volunteerSeconds()).sum();
    double bound =
        days.stream()
            .mapToDouble(day ->
                CostBound.of(day.there().jobs(), day.here().settings().slots(), startUp.median()))
            .sum();
    return new ResultRow(
        name,
        startUp,
        Slowdown.together(days.stream().map(day -> Slowdown.of(day.there(), day.here().record()))),
        Slowdown.together(
            days.stream().map(day -> Slowdown.ofSingleJobs(day.there(), day.here().record()))),
        paid / days.size(),
        days.stream().mapToInt(day -> day.here().record().changes().size()).average().orElseThrow(),
        paid / bound);
  }

  boolean isSlow() {
    Slowdown.OfLength longBuilds = longBuilds();
    return longBuilds.mean() > MEAN_MAX || longBuilds.p95() > P95_MAX;
  }

  boolean losesMuch() {
    return lostStarts() > LOST_STARTS_MAX;
  }

  boolean costsTooMuch() {
    return overBound > OVER_BOUND_MAX;
  }

  private Slowdown.OfLength longBuilds() {
    return builds.where(seconds -> seconds > LONG_SECONDS);
  }

  private double lostStarts() {
    return builds.where(seconds -> seconds <= LONG_SECONDS).lostSeconds() / startUp.median();
  }

  @Override
  public String toString() {
    return "| %s | %.0f s | %s | %s | %s | %s%s | %s%s | %s | %.0f | %.0f | %.2f%s |"
        .formatted(
            name,
            startUp.median(),
            text(builds.where(seconds -> seconds < 10)),
            text(builds.where(seconds -> seconds >= 10 && seconds <= 60)),
            text(builds.where(seconds -> seconds > 60)),
            text(longBuilds()),
            missed(isSlow()),
            starts(lostStarts()),
            missed(losesMuch()),
            starts(singles.where(_ -> true).lostSeconds() / startUp.median()),
            volunteerSeconds,
            changes,
            overBound,
            missed(costsTooMuch()));
  }

  private static String text(Slowdown.OfLength some) {
    return some.builds() == 0
        ? "-"
        : String.format(Locale.ROOT, "%d: %.2f, %.2f", some.builds(), some.mean(), some.p95());
  }

  private static String starts(double number) {
    return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, "%.2f", number);
  }

  private static String missed(boolean missed) {
    return missed ? " **missed**" : "";
  }
}
