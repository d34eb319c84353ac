package dev.compilefarm.evidence.cell;

import dev.compilefarm.evidence.cell.Plan.PlannedBuild;
import dev.compilefarm.evidence.farm.LoadHistogram;
import java.util.List;

/**
 * What came of one run.
 *
 * @param builds in the order of their ends
 * @param compiles that make issued
 * @param compilesAtHome of these, those that no volunteer did
 * @param idleWhileWaitingSeconds core-seconds in which a core was idle and a job waited anywhere
 * @param loads of each volunteer
 */
public record RunRecord(
    List<Build> builds,
    int compiles,
    int compilesAtHome,
    double idleWhileWaitingSeconds,
    List<LoadHistogram> loads) {

  /** One build, in seconds since the begin of the run. */
  public record Build(PlannedBuild planned, double beginSeconds, double endSeconds) {

    /** From its begin to its end. */
    public double seconds() {
      return endSeconds - beginSeconds;
    }
  }

  public RunRecord {
    builds = List.copyOf(builds);
    loads = List.copyOf(loads);
  }

  /** When the last build ended. */
  public double endSeconds() {
    return builds.stream().mapToDouble(Build::endSeconds).max().orElse(0);
  }

  /** When the first build began. */
  public double beginSeconds() {
    return builds.stream().mapToDouble(Build::beginSeconds).min().orElse(0);
  }
}
