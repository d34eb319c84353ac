package dev.compilefarm.evidence.measure;

import dev.compilefarm.evidence.cell.Fleet;
import dev.compilefarm.evidence.cell.Plan;
import dev.compilefarm.evidence.cell.Plan.PlannedBuild;
import dev.compilefarm.evidence.cell.Run;
import dev.compilefarm.evidence.cell.RunRecord;
import dev.compilefarm.evidence.policy.Contender;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * How long each build of a plan takes alone, by list scheduling on whole volunteers. It is what a
 * build's slowdown is measured by.
 */
public final class Alone {
  private final IdentityHashMap<PlannedBuild, Double> seconds = new IdentityHashMap<>();

  /** Plays all builds of the plan, each alone. */
  public Alone(Plan plan, Fleet fleet) {
    Fleet whole = fleet.whole();
    for (PlannedBuild build : plan.builds()) {
      PlannedBuild now = new PlannedBuild(0, build.graph(), build.parallel(), 0);
      double end =
          Run.play(new Plan(List.of(now), 1), whole, Contender.listScheduling(), 0).endSeconds();
      seconds.put(build, end);
    }
  }

  /** How many times as long it took as alone. */
  double slowdown(RunRecord.Build build) {
    return build.seconds() / seconds.get(build.planned());
  }
}
