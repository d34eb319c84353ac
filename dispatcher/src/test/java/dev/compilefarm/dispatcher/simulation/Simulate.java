package dev.compilefarm.dispatcher.simulation;

import dev.compilefarm.dispatcher.dispatch.Outcome;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Map;

/** Plays many seeds, or one with its whole trace; what dev/simulate calls. */
public final class Simulate {
  private static final int SHOWN_FAILURES = 5;

  private Simulate() {}

  public static void main(String[] arguments) {
    long first = Long.parseLong(arguments[0]);
    long seeds = Long.parseLong(arguments[1]);
    boolean failed = seeds == 1 ? !playOne(first, System.out) : !playMany(first, seeds, System.out);
    System.exit(failed ? 1 : 0);
  }

  private static boolean playOne(long seed, PrintStream out) {
    try {
      out.println(Simulation.play(seed, out::println).story());
      return true;
    } catch (AssertionError e) {
      e.printStackTrace(out);
      return false;
    }
  }

  private static boolean playMany(long first, long seeds, PrintStream out) {
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    long start = System.nanoTime();
    long jobs = 0;
    long steps = 0;
    double simulated = 0;
    int failures = 0;
    for (long seed = first; seed < first + seeds; seed++) {
      try {
        World.Story story = Simulation.play(seed, line -> {}).story();
        jobs += story.jobs();
        steps += story.steps();
        simulated += story.seconds();
        story.outcomes().forEach((outcome, n) -> outcomes.merge(outcome, (long) n, Long::sum));
      } catch (AssertionError e) {
        failures++;
        out.println(e.getMessage());
        if (failures == SHOWN_FAILURES) {
          return false;
        }
      }
    }
    out.printf(
        "%,d seeds, %d failed: %,d jobs, %,d events, %.0f simulated hours in %.0f s%n%s%n",
        seeds,
        failures,
        jobs,
        steps,
        simulated / 3600,
        (System.nanoTime() - start) / 1e9,
        outcomes);
    return failures == 0;
  }
}
