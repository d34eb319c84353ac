package dev.compilefarm.evidence.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.simulation.Draws;
import dev.compilefarm.evidence.build.BuildGraph;
import dev.compilefarm.evidence.build.Task;
import dev.compilefarm.evidence.cell.Fleet;
import dev.compilefarm.evidence.cell.Plan;
import dev.compilefarm.evidence.cell.Plan.PlannedBuild;
import dev.compilefarm.evidence.cell.Run;
import dev.compilefarm.evidence.cell.RunRecord;
import dev.compilefarm.evidence.policy.Contender;
import dev.compilefarm.evidence.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The simulator against formulas. Jobs come one by one, each from a user of its own, with
 * exponential gaps and times.
 */
class QueueingTheoryTest {
  private static final int JOBS = 80_000;
  private static final int SERVERS = Fleet.VOLUNTEERS * Fleet.CORES;

  private static Plan singleJobs(double load) {
    Draws draws = new Draws(7);
    List<PlannedBuild> builds = new ArrayList<>();
    double now = 0;
    for (int i = 0; i < JOBS; i++) {
      now += draws.gap(1 / (load * SERVERS));
      Task task = new Task(0, true, "a.c", 0, 0, draws.gap(1), List.of());
      builds.add(new PlannedBuild(i, new BuildGraph("one", List.of(task)), 1, now));
    }
    return new Plan(builds, now);
  }

  private static double meanSeconds(Policy policy, double load) {
    return Run.play(singleJobs(load), Fleet.EQUAL, policy, 1).builds().stream()
        .mapToDouble(RunRecord.Build::seconds)
        .average()
        .orElseThrow();
  }

  /** Erlang's C formula: the mean time in a system with one queue. */
  private static double erlang(int servers, double load) {
    double offered = load * servers;
    double blocking = 1;
    for (int i = 1; i <= servers; i++) {
      blocking = offered * blocking / (i + offered * blocking);
    }
    double waits = blocking / (1 - load * (1 - blocking));
    return 1 + waits / (servers * (1 - load));
  }

  @Test
  void oneQueueWaitsAsErlangSays() {
    double expected = erlang(SERVERS, 0.9);

    assertEquals(expected, meanSeconds(Contender.listScheduling(), 0.9), 0.02 * expected);
  }

  /** Each user is new and has one job, so a shuffled list makes 16 queues of their own. */
  @Test
  void randomPlacementIsSixteenSmallQueues() {
    double expected = erlang(Fleet.CORES, 0.8);
    Policy serverLimits = only("3", "distccd -j 1.0 a core, --randomize");

    assertEquals(expected, meanSeconds(serverLimits, 0.8), 0.05 * expected);
  }

  private static Policy only(String number, String settings) {
    return Contender.all(List.of()).stream()
        .filter(contender -> contender.number().equals(number))
        .flatMap(contender -> contender.candidates().stream())
        .filter(policy -> policy.settings().text().equals(settings))
        .findFirst()
        .orElseThrow();
  }
}
