package dev.compilefarm.evidence.cell;

import dev.compilefarm.dispatcher.simulation.Draws;
import dev.compilefarm.dispatcher.simulation.EventQueue;
import dev.compilefarm.evidence.build.Make;
import dev.compilefarm.evidence.build.Task;
import dev.compilefarm.evidence.cell.Plan.PlannedBuild;
import dev.compilefarm.evidence.farm.Compile;
import dev.compilefarm.evidence.farm.User;
import dev.compilefarm.evidence.farm.Volunteer;
import dev.compilefarm.evidence.farm.World;
import dev.compilefarm.evidence.policy.Policy;
import dev.compilefarm.evidence.policy.Way;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;

/** One run of one policy: the makes of all users on the volunteers, in simulated time. */
public final class Run {

  /** A run that takes so much longer than all its work has lost a job. */
  private static final double SECONDS_MAX = 1e6;

  private static final double STRIKES_AT = 0.3;

  private final World world;
  private final Plan plan;
  private final Policy policy;
  private final Way way;
  private final Map<Integer, Queue<PlannedBuild>> toDo = new TreeMap<>();
  private final Map<Integer, User> users = new HashMap<>();
  private final List<RunRecord.Build> builds = new ArrayList<>();
  private int compiles;
  private int compilesAtHome;

  private Run(Plan plan, List<Double> speeds, int cores, Policy policy, long seed) {
    this.plan = plan;
    this.policy = policy;
    EventQueue events = new EventQueue();
    // Another seed than the plan's, so that the two have nothing in common.
    this.world = new World(events, new Draws(~seed));
    for (int i = 0; i < speeds.size(); i++) {
      world.volunteers().add(new Volunteer(i, world, policy.daemon(cores), cores, speeds.get(i)));
    }
    this.way = policy.begin(world);
    for (PlannedBuild build : plan.builds()) {
      toDo.computeIfAbsent(build.user(), _ -> new ArrayDeque<>()).add(build);
    }
    toDo.forEach((number, builds) -> {
      int parallel = builds.stream().mapToInt(PlannedBuild::parallel).max().orElseThrow();
      users.put(number, new User(number, parallel, events));
    });
  }

  /**
   * Plays one to its end.
   *
   * @param seed of the policy's own draws
   */
  public static RunRecord play(Plan plan, Fleet fleet, Policy policy, long seed) {
    Run run = new Run(plan, fleet.speeds(), Fleet.CORES, policy, seed);
    if (fleet.isStruck()) {
      run.world.after(
          plan.windowSeconds() * STRIKES_AT, () -> fleet.strike(run.world.volunteers()));
    }
    return run.toEnd();
  }

  /**
   * Plays one on other machines.
   *
   * @param speeds of each machine, in the order of the users' lists
   * @param cores of each machine
   * @param seed of the policy's own draws
   */
  public static RunRecord play(
      Plan plan, List<Double> speeds, int cores, Policy policy, long seed) {
    return new Run(plan, speeds, cores, policy, seed).toEnd();
  }

  private RunRecord toEnd() {
    toDo.keySet().forEach(this::beginNext);
    while (builds.size() < plan.builds().size()) {
      if (!world.events().next() || world.now() > SECONDS_MAX) {
        throw new AssertionError(
            "%d of %d builds ended after %.0f s of %s"
                .formatted(builds.size(), plan.builds().size(), world.now(), policy));
      }
    }
    return new RunRecord(
        builds,
        compiles,
        compilesAtHome,
        world.meter().idleWhileWaitingSeconds(),
        world.volunteers().stream().map(Volunteer::loads).toList());
  }

  private void beginNext(int user) {
    PlannedBuild build = toDo.get(user).poll();
    if (build != null) {
      world.after(
          Math.max(0, build.beginSeconds() - world.now()), () -> new RunningMake(build).issue());
    }
  }

  private final class RunningMake {
    private final PlannedBuild planned;
    private final Make make;
    private final double beginSeconds = world.now();

    private RunningMake(PlannedBuild planned) {
      this.planned = planned;
      this.make = new Make(planned.graph(), planned.parallel());
    }

    private void issue() {
      make.issue().forEach(this::run);
    }

    private void run(Task task) {
      User user = users.get(planned.user());
      if (task.isCompile()) {
        compiles++;
        Compilation compilation = new Compilation(this, task);
        compilation.compile = new Compile(user, task, world.meter(), compilation::ended);
        way.compile(compilation.compile);
      } else {
        user.runLocally(task, () -> ended(task));
      }
    }

    private void ended(Task task) {
      make.ended(task);
      if (make.isDone()) {
        builds.add(new RunRecord.Build(planned, beginSeconds, world.now()));
        beginNext(planned.user());
      } else {
        issue();
      }
    }
  }

  private final class Compilation {
    private final RunningMake make;
    private final Task task;
    private Compile compile;

    private Compilation(RunningMake make, Task task) {
      this.make = make;
      this.task = task;
    }

    private void ended() {
      if (compile.wasAtHome()) {
        compilesAtHome++;
      }
      make.ended(task);
    }
  }
}
