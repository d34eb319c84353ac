package dev.compilefarm.autoscaling;

import dev.compilefarm.api.v1alpha1.ScalingSpec;
import dev.compilefarm.dispatcher.simulation.Draws;
import java.util.List;

/** One day of one farm, drawn from a seed. */
record World(LoadShape shape, FarmSettings settings, long seed, DayRecord record) {
  private static final double MEDIAN_MIN = 0.3;

  /** Longer compiles are fewer, and hundreds of farms are played. */
  private static final double MEDIAN_MIN_OF_ANY = 1;

  private static final double MEDIAN_MAX = 3;

  /** A farm as in the table. */
  static World usual(LoadShape shape, StartUp startUp, long seed) {
    return play(shape, FarmSettings.usual(startUp), seed, MEDIAN_MIN, new Draws(seed));
  }

  /** A farm of any kind on any day. */
  static World any(long seed) {
    Draws draws = new Draws(seed);
    return play(
        draws.oneOf(LoadShape.values()),
        FarmSettings.draw(draws.oneOf(StartUp.values()), draws),
        seed,
        MEDIAN_MIN_OF_ANY,
        draws);
  }

  private static World play(
      LoadShape shape, FarmSettings settings, long seed, double medianMin, Draws draws) {
    double median = medianMin * Math.pow(MEDIAN_MAX / medianMin, draws.seconds(0, 1));
    List<MakeInvocation> makes = shape.draw(draws, new LoadShape.Compiles(draws, median));
    try {
      return new World(shape, settings, seed, new SimFarm(settings, draws).play(makes));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed %d, %s, %s".formatted(seed, shape, settings), e);
    }
  }

  /** Throws an {@link AssertionError} where the operator did what it must not. */
  void check() {
    ScalingSpec scaling = settings.scaling();
    for (DayRecord.Change change : record.changes()) {
      int size = change.to();
      if (size < scaling.minVolunteers() || size > scaling.maxVolunteers()) {
        throw new AssertionError("outside minimum and maximum: %s in %s".formatted(change, this));
      }
    }
    // The place of a volunteer that gets ready late is taken and given back beside the load's
    // changes.
    if (settings.stuckShare() == 0) {
      checkSteadiness();
    }
  }

  /** Who grows has a reason for a whole delay: nothing of it is taken back earlier. */
  private void checkSteadiness() {
    Integer delay = settings.scaling().scaleDownDelaySeconds();
    double grownAt = Double.NEGATIVE_INFINITY;
    for (DayRecord.Change change : record.changes()) {
      if (change.to() > change.from()) {
        grownAt = change.at();
      } else if (change.at() < grownAt + delay) {
        throw new AssertionError(
            "shrinks %.1f s after it grew: %s in seed %d, %s, %s"
                .formatted(change.at() - grownAt, change, seed, shape, settings));
      }
    }
  }
}
