package dev.compilefarm.autoscaling;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * One row of the table in docs/internals/autoscaling.md: a kind of day, played with several seeds.
 *
 * @param jobs of one day, like all figures but the ratios the mean of the days
 * @param meanWait in seconds, like the next one
 * @param overCheapest volunteer-seconds over those of the cheapest plan
 * @param overPrompt over those of the cheapest plan by which no job waits longer than the target
 * @param overWork over those that the work itself takes
 */
record ResultRow(
    LoadShape shape,
    StartUp startUp,
    double jobs,
    double meanWait,
    double p95Wait,
    double volunteerSeconds,
    double changes,
    double overCheapest,
    double overPrompt,
    double overWork) {
  private static final double OVER_CHEAPEST_MAX = 1.3;

  static final String HEADER =
      """
      | day | volunteers start in | jobs | wait: mean | p95 | volunteer-seconds | changes of size | over the cheapest plan | \
      over that without long waits | over the work |
      |---|---|---|---|---|---|---|---|---|---|\
      """;

  static ResultRow of(LoadShape shape, StartUp startUp, int seeds) {
    List<World> worlds =
        LongStream.rangeClosed(1, seeds)
            .mapToObj(seed -> World.usual(shape, startUp, seed))
            .toList();
    worlds.forEach(World::check);
    double paid = mean(worlds, world -> world.record().volunteerSeconds());
    return new ResultRow(
        shape,
        startUp,
        mean(worlds, world -> world.record().jobs().size()),
        mean(worlds, world -> world.record().meanWait()),
        mean(worlds, world -> world.record().percentileWait(0.95)),
        paid,
        mean(worlds, world -> world.record().changes().size()),
        paid / mean(worlds, world -> clairvoyant(world).cheapest()),
        paid / mean(worlds, world -> clairvoyant(world).cheapestWithoutLongWaits()),
        paid / mean(worlds, world -> clairvoyant(world).work()));
  }

  boolean waitsTooLong() {
    return meanWait > FarmSettings.usual(startUp).scaling().targetWaitSeconds();
  }

  boolean costsTooMuch() {
    return overCheapest > OVER_CHEAPEST_MAX;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "| %s | %.0f s | %.0f | %.2f s%s | %.2f s | %.0f | %.1f | %.2f%s | %.2f | %.1f |",
        shape.name().toLowerCase(Locale.ROOT).replace('_', ' '),
        startUp.median(),
        jobs,
        meanWait,
        waitsTooLong() ? " **missed**" : "",
        p95Wait,
        volunteerSeconds,
        changes,
        overCheapest,
        costsTooMuch() ? " **missed**" : "",
        overPrompt,
        overWork);
  }

  private static ClairvoyantPlanner clairvoyant(World world) {
    return new ClairvoyantPlanner(world.record().jobs(), world.settings());
  }

  private static double mean(List<World> worlds, ToDoubleFunction<World> figure) {
    return worlds.stream().mapToDouble(figure).average().orElseThrow();
  }
}
