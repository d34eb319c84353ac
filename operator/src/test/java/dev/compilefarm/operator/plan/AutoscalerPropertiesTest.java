package dev.compilefarm.operator.plan;

import static dev.compilefarm.operator.observe.Facts.askedFor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.ScalingSpec;
import dev.compilefarm.operator.Draws;
import dev.compilefarm.operator.observe.Load;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What holds for every farm and every course of its load. */
class AutoscalerPropertiesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /**
   * @param afterSeconds since the step before
   */
  record Step(int afterSeconds, Load load) {}

  @Test
  void sizeStaysWithinBoundsAndIsHighestNeedOfTheWindow() {
    Draws.forAll(
        3000,
        draws ->
            sizeStaysWithinBoundsAndIsHighestNeedOfTheWindow(
                scaling(draws), draws.between(1, 16), draws.list(40, () -> step(draws))));
  }

  private static void sizeStaysWithinBoundsAndIsHighestNeedOfTheWindow(
      ScalingSpec scaling, int slots, List<Step> course) {
    Autoscaler autoscaler = new Autoscaler(scaling, slots);
    SizeHistory history = SizeHistory.startingWith(0, START);
    WindowOracle oracle = new WindowOracle(scaling.scaleDownDelaySeconds());
    oracle.add(START, 0);
    Instant now = START;
    int current = 0;
    for (Step step : course) {
      now = now.plusSeconds(step.afterSeconds());
      Sizing withoutPast =
          autoscaler.size(
              Optional.of(step.load()),
              askedFor(0),
              new SizeHistory(
                  SlidingMaximum.NONE,
                  SlidingMaximum.NONE,
                  history.runningSince(),
                  history.starts()),
              now);
      oracle.add(now, withoutPast.volunteers());

      Sizing sizing = autoscaler.size(Optional.of(step.load()), askedFor(current), history, now);

      assertTrue(sizing.volunteers() >= scaling.minVolunteers(), "minimum");
      assertTrue(sizing.volunteers() <= scaling.maxVolunteers(), "maximum");
      if (step.load().queued() > 0) {
        assertTrue(sizing.volunteers() >= scaling.wakeVolunteers(), "wake");
      }
      int stays = step.load().queued() > 0 ? Math.min(current, scaling.maxVolunteers()) : 0;
      assertEquals(Math.max(oracle.highest(now), stays), sizing.volunteers());
      assertTrue(
          sizing.history().needed().levels().size() <= scaling.maxVolunteers() + 1,
          "history is bounded");
      history = sizing.history();
      current = sizing.volunteers();
    }
  }

  /** The slow and obvious way: all needs ever, each valid until the next one came. */
  private static final class WindowOracle {
    private record Need(Instant from, int volunteers) {}

    private final List<Need> needs = new ArrayList<>();
    private final int windowSeconds;

    WindowOracle(int windowSeconds) {
      this.windowSeconds = windowSeconds;
    }

    void add(Instant at, int volunteers) {
      needs.add(new Need(at, volunteers));
    }

    int highest(Instant now) {
      int highest = needs.getLast().volunteers();
      for (int i = 0; i + 1 < needs.size(); i++) {
        Instant lastNeeded = needs.get(i + 1).from();
        if (lastNeeded.plusSeconds(windowSeconds).isAfter(now)) {
          highest = Math.max(highest, needs.get(i).volunteers());
        }
      }
      return highest;
    }
  }

  private static ScalingSpec scaling(Draws draws) {
    int max = draws.between(1, 50);
    return new ScalingSpec(
        draws.between(0, max),
        max,
        null,
        draws.oneIn(3) ? null : draws.between(1, 60),
        draws.between(1, max),
        draws.between(0, 100));
  }

  private static Step step(Draws draws) {
    int running = draws.between(0, 400);
    return new Step(
        draws.between(0, 60),
        new Load(
            draws.between(0, 2000),
            0,
            running,
            0,
            draws.oneIn(5) ? OptionalDouble.empty() : OptionalDouble.of(draws.between(0.0, 30.0)),
            running,
            running,
            new TreeMap<>()));
  }
}
