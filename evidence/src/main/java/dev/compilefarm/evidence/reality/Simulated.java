package dev.compilefarm.evidence.reality;

import dev.compilefarm.dispatcher.simulation.Draws;
import dev.compilefarm.evidence.cell.Run;
import dev.compilefarm.evidence.cell.RunRecord;
import dev.compilefarm.evidence.policy.Policy;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** What the simulation says of a workload. */
final class Simulated {

  /** A little chance in the order of events makes another job the last one. */
  private static final int RUNS = 40;

  private static final List<Double> SPEEDS = Collections.nCopies(Workload.VOLUNTEERS, 1.0);

  private Simulated() {}

  /**
   * Plays it again and again.
   *
   * @param overheadSeconds what each compile costs its user's machine besides
   */
  static List<Times> of(Workload workload, Policy policy, double overheadSeconds) {
    return IntStream.range(0, RUNS)
        .mapToObj(seed -> {
          Workload dearer = workload.withOverhead(overheadSeconds, new Draws(seed));
          return times(Run.play(dearer.plan(), SPEEDS, Workload.CORES, policy, seed));
        })
        .toList();
  }

  private static Times times(RunRecord run) {
    return new Times(
        run.builds().stream().map(RunRecord.Build::seconds).toList(), run.compilesAtHome());
  }
}
