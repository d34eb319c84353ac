package dev.compilefarm.evidence.measure;

import dev.compilefarm.evidence.build.BuildGraph;
import dev.compilefarm.evidence.cell.Fleet;
import dev.compilefarm.evidence.cell.Plan;
import dev.compilefarm.evidence.cell.RunRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All figures of one run. */
public final class Figures {
  private static final double PERCENTILE = 0.95;

  private Figures() {}

  /** Takes them. */
  public static Map<Figure, Double> of(Plan plan, Fleet fleet, Alone alone, RunRecord run) {
    double[] slowdowns = run.builds().stream().mapToDouble(alone::slowdown).sorted().toArray();
    double[] users = byUser(run, alone);
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    figures.put(Figure.MAKESPAN, makespan(plan, fleet, run));
    figures.put(
        Figure.MEAN_SECONDS,
        run.builds().stream().mapToDouble(RunRecord.Build::seconds).average().orElseThrow());
    figures.put(Figure.MEAN_SLOWDOWN, mean(slowdowns));
    figures.put(Figure.P95_SLOWDOWN, slowdowns[(int) Math.ceil(PERCENTILE * slowdowns.length) - 1]);
    figures.put(Figure.WORST_SLOWDOWN, slowdowns[slowdowns.length - 1]);
    figures.put(Figure.SMALLEST_SLOWDOWN, ofSmallest(run, alone));
    figures.put(Figure.JAIN, jain(users));
    figures.put(
        Figure.WORST_TO_BEST,
        Arrays.stream(users).max().orElseThrow() / Arrays.stream(users).min().orElseThrow());
    figures.put(
        Figure.IDLE_WHILE_WAITING,
        run.idleWhileWaitingSeconds()
            * fleet.coresOfSpeedOne()
            / fleet.cores()
            / Bounds.workSeconds(plan));
    figures.put(Figure.AT_HOME, run.compilesAtHome() / (double) run.compiles());
    Loads loads = new Loads(run);
    figures.put(Figure.P95_LOAD, loads.percentileOfAll(PERCENTILE));
    figures.put(Figure.P95_LOAD_OF_BUSIEST, loads.percentileOfBusiest(PERCENTILE));
    figures.put(Figure.LOAD_SPREAD, loads.spread());
    return figures;
  }

  /** Of all builds, by which settings are chosen. */
  public static double meanSlowdown(Alone alone, RunRecord run) {
    return mean(run.builds().stream().mapToDouble(alone::slowdown).toArray());
  }

  private static double makespan(Plan plan, Fleet fleet, RunRecord run) {
    double begin = run.beginSeconds();
    return (run.endSeconds() - begin) / (Bounds.clairvoyantEndSeconds(plan, fleet) - begin);
  }

  private static double[] byUser(RunRecord run, Alone alone) {
    Map<Integer, List<Double>> slowdowns = new TreeMap<>();
    for (RunRecord.Build build : run.builds()) {
      slowdowns
          .computeIfAbsent(build.planned().user(), _ -> new ArrayList<>())
          .add(alone.slowdown(build));
    }
    return slowdowns.values().stream().mapToDouble(Figures::mean).toArray();
  }

  private static double ofSmallest(RunRecord run, Alone alone) {
    int least =
        run.builds().stream()
            .map(build -> build.planned().graph())
            .mapToInt(BuildGraph::compiles)
            .min()
            .orElseThrow();
    return run.builds().stream()
        .filter(build -> build.planned().graph().compiles() <= least)
        .mapToDouble(alone::slowdown)
        .average()
        .orElseThrow();
  }

  private static double jain(double[] values) {
    double sum = Arrays.stream(values).sum();
    double squares = Arrays.stream(values).map(value -> value * value).sum();
    return sum * sum / (values.length * squares);
  }

  private static double mean(Collection<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
