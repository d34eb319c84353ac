package dev.compilefarm.evidence.reality;

import dev.compilefarm.dispatcher.simulation.Draws;
import dev.compilefarm.evidence.build.BuildGraph;
import dev.compilefarm.evidence.build.Task;
import dev.compilefarm.evidence.cell.Plan;
import dev.compilefarm.evidence.cell.Plan.PlannedBuild;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What is built, for real and in the simulation: one build of each user, all begun at once. A build
 * makes a library, then a program with it. Pure.
 *
 * @param builds of each user
 * @param parallel the {@code -j} of each user
 */
record Workload(List<BuildGraph> builds, List<Integer> parallel) {

  static final int VOLUNTEERS = 8;

  /** Of each volunteer. A core of a compiler that sleeps is none of the machine below. */
  static final int CORES = 2;

  /** A source's length. */
  static final int SOURCE_BYTES = 20_000;

  /**
   * Three users whose jobs are fewer than the volunteers, so that lists concentrate them on the
   * first ones; and one with more jobs than slots, so that some have to wait for a slot.
   */
  private static final List<Integer> PARALLEL = List.of(4, 5, 6, 20);

  static final int USERS = PARALLEL.size();

  private static final int COMPILES_OF_LIBRARY = 32;
  private static final int COMPILES_OF_PROGRAM = 12;
  private static final double PREPROCESS_SECONDS = 0.1;
  private static final double COMPILE_MEDIAN_SECONDS = 1;
  private static final double COMPILE_SIGMA = 0.8;
  private static final double COMPILE_SECONDS_MAX = 6;
  private static final double LINK_SECONDS = 0.3;
  private static final int TRIAL_COMPILES = 20;

  Workload {
    builds = List.copyOf(builds);
    parallel = List.copyOf(parallel);
  }

  /** The same seed, the same builds. */
  static Workload draw(int seed) {
    Draws draws = new Draws(seed);
    return new Workload(
        IntStream.range(0, PARALLEL.size())
            .mapToObj(user -> build("w%du%d".formatted(seed, user), draws))
            .toList(),
        PARALLEL);
  }

  /** A few compiles of one user, one after the other, each of which takes no time on a core. */
  static Workload trial() {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < TRIAL_COMPILES; i++) {
      tasks.add(compile(i, "trial%02d.c".formatted(i), 0, List.of()));
    }
    return new Workload(List.of(new BuildGraph("trial", tasks)), List.of(1));
  }

  /** With what each compile costs besides, as measured; from one to the next it is not the same. */
  Workload withOverhead(double seconds, Draws draws) {
    return new Workload(
        builds.stream().map(build -> withOverhead(build, seconds, draws)).toList(), parallel);
  }

  /** For the simulation. */
  Plan plan() {
    return new Plan(
        IntStream.range(0, builds.size())
            .mapToObj(user -> new PlannedBuild(user, builds.get(user), parallel.get(user), 0))
            .toList(),
        0);
  }

  private static BuildGraph build(String name, Draws draws) {
    List<Task> tasks = new ArrayList<>();
    addStep(tasks, name + "-library", COMPILES_OF_LIBRARY, List.of(), draws);
    addStep(tasks, name + "-program", COMPILES_OF_PROGRAM, List.of(tasks.size() - 1), draws);
    return new BuildGraph(name, tasks);
  }

  private static void addStep(
      List<Task> tasks, String name, int compiles, List<Integer> after, Draws draws) {
    int first = tasks.size();
    for (int i = 0; i < compiles; i++) {
      double seconds =
          Math.min(COMPILE_SECONDS_MAX, draws.logNormal(COMPILE_MEDIAN_SECONDS, COMPILE_SIGMA));
      tasks.add(compile(first + i, "%s%02d.c".formatted(name, i), seconds, after));
    }
    List<Integer> objects = IntStream.range(first, first + compiles).boxed().toList();
    tasks.add(new Task(tasks.size(), false, name, 0, 0, LINK_SECONDS, objects));
  }

  private static Task compile(int number, String source, double seconds, List<Integer> after) {
    return new Task(number, true, source, PREPROCESS_SECONDS, SOURCE_BYTES, seconds, after);
  }

  private static BuildGraph withOverhead(BuildGraph build, double seconds, Draws draws) {
    return new BuildGraph(
        build.name(),
        build.tasks().stream()
            .map(task -> task.isCompile() ? withOverhead(task, seconds, draws) : task)
            .toList());
  }

  private static Task withOverhead(Task task, double seconds, Draws draws) {
    return new Task(
        task.number(),
        true,
        task.source(),
        task.preprocessSeconds() + draws.seconds(0, 2 * seconds),
        task.requestBytes(),
        task.seconds(),
        task.after());
  }
}
