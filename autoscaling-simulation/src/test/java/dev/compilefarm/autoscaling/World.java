package dev.compilefarm.autoscaling;

import dev.compilefarm.api.v1alpha1.ScalingSpec;
import dev.compilefarm.dispatcher.simulation.Draws;
import java.util.List;
import java.util.Optional;

/** One day of one farm, drawn from a seed. */
record World(Day day, FarmSettings settings, DayRecord record) {
  private static final double MEDIAN_MIN = 0.3;

  /** Longer compiles are fewer, and hundreds of farms are played. */
  private static final double MEDIAN_MIN_OF_ANY = 1;

  private static final double MEDIAN_MAX = 3;

  /** Of a farm whose delay follows its starts: it is never shorter. */
  private static final int AUTOMATIC_DELAY_MIN_SECONDS = 5;

  /** What is built on a day, whatever the farm is like. */
  record Day(LoadShape shape, long seed, List<MakeInvocation> makes) {

    /** A day as in the table. */
    static Day usual(LoadShape shape, long seed) {
      return draw(shape, seed, MEDIAN_MIN, new Draws(seed));
    }

    private static Day draw(LoadShape shape, long seed, double medianMin, Draws draws) {
      return new Day(
          shape, seed, shape.draw(draws, LoadShape.Project.draw(draws, medianMin, MEDIAN_MAX)));
    }

    @Override
    public String toString() {
      return "seed %d, %s".formatted(seed, shape);
    }
  }

  /** That day on this farm. */
  static World play(Day day, FarmSettings settings) {
    return play(day, settings, new Draws(day.seed()));
  }

  /** A farm of any kind on any day. */
  static World any(long seed) {
    Draws draws = new Draws(seed);
    Day day = Day.draw(draws.oneOf(LoadShape.values()), seed, MEDIAN_MIN_OF_ANY, draws);
    return play(day, FarmSettings.draw(draws.oneOf(StartUp.values()), draws), draws);
  }

  private static World play(Day day, FarmSettings settings, Draws draws) {
    try {
      return new World(day, settings, SimFarm.autoscaled(settings, draws, day.makes()));
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("%s, %s".formatted(day, settings), e);
    }
  }

  /** Throws an {@link AssertionError} where the operator did what it must not. */
  void check() {
    ScalingSpec scaling = settings.scaling();
    for (DayRecord.Change change : record.changes()) {
      int size = change.to();
      if (size < scaling.minVolunteers() || size > scaling.maxVolunteers()) {
        throw new AssertionError(
            "outside minimum and maximum: %s in %s, %s".formatted(change, day, settings));
      }
    }
    // The place of a volunteer that gets ready late is taken and given back beside the load's
    // changes.
    if (settings.stuckShare() == 0) {
      checkSteadiness(
          Optional.ofNullable(scaling.scaleDownDelaySeconds()).orElse(AUTOMATIC_DELAY_MIN_SECONDS));
    }
  }

  /** Who grows has a reason for a whole delay: nothing of it is taken back earlier. */
  private void checkSteadiness(int delaySeconds) {
    double grownAt = Double.NEGATIVE_INFINITY;
    for (DayRecord.Change change : record.changes()) {
      if (change.to() > change.from()) {
        grownAt = change.at();
      } else if (change.at() < grownAt + delaySeconds) {
        throw new AssertionError(
            "shrinks %.1f s after it grew: %s in %s, %s"
                .formatted(change.at() - grownAt, change, day, settings));
      }
    }
  }
}
