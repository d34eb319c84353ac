package dev.compilefarm.evidence.measure;

import dev.compilefarm.evidence.build.BuildGraph;
import dev.compilefarm.evidence.cell.Fleet;
import dev.compilefarm.evidence.cell.Plan;
import dev.compilefarm.evidence.cell.Plan.PlannedBuild;
import java.util.HashMap;
import java.util.Map;

/** What no scheduler can be quicker than, though it knew all times before. */
final class Bounds {

  private Bounds() {}

  /**
   * When the last build ends at the earliest: after the longest ways through each user's builds,
   * one after the other, on the quickest core; and not before all work is done that begins at some
   * time or later.
   */
  static double clairvoyantEndSeconds(Plan plan, Fleet fleet) {
    double quickest = fleet.speeds().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    Map<Integer, Double> userEnds = new HashMap<>();
    double work = workSeconds(plan);
    double end = 0;
    for (PlannedBuild build : plan.builds()) {
      double begin = Math.max(build.beginSeconds(), userEnds.getOrDefault(build.user(), 0.0));
      double userEnd = begin + build.graph().criticalPathSeconds() / quickest;
      userEnds.put(build.user(), userEnd);
      double workEnd = build.beginSeconds() + work / fleet.coresOfSpeedOne();
      work -= build.graph().compileSeconds();
      end = Math.max(end, Math.max(userEnd, workEnd));
    }
    return end;
  }

  /** Of all compiles of all builds. */
  static double workSeconds(Plan plan) {
    return plan.builds().stream()
        .map(PlannedBuild::graph)
        .mapToDouble(BuildGraph::compileSeconds)
        .sum();
  }
}
