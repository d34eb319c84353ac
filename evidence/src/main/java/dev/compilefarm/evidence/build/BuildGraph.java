package dev.compilefarm.evidence.build;

import dev.compilefarm.dispatcher.simulation.Draws;
import java.util.List;

/**
 * What a build consists of, and what waits for what.
 *
 * @param name of the project
 * @param tasks in the order of issue; each waits only for tasks before it
 */
public record BuildGraph(String name, List<Task> tasks) {

  /** How much the time of one compile differs from one build to the next, as a sigma of its log. */
  private static final double SIGMA = 0.1;

  public BuildGraph {
    tasks = List.copyOf(tasks);
    for (int i = 0; i < tasks.size(); i++) {
      int number = i;
      if (tasks.get(i).number() != i || tasks.get(i).after().stream().anyMatch(n -> n >= number)) {
        throw new IllegalArgumentException(
            "%s: task %d waits for what comes later, or is out of order".formatted(name, i));
      }
    }
  }

  /** Compiles that distcc can send. */
  public int compiles() {
    return (int) tasks.stream().filter(Task::isCompile).count();
  }

  /** Of all compiles, on a volunteer of speed 1. */
  public double compileSeconds() {
    return tasks.stream().filter(Task::isCompile).mapToDouble(Task::seconds).sum();
  }

  /** The longest way through the build: no farm is quicker. */
  public double criticalPathSeconds() {
    double[] ends = new double[tasks.size()];
    double longest = 0;
    for (Task task : tasks) {
      double begin = task.after().stream().mapToDouble(before -> ends[before]).max().orElse(0);
      ends[task.number()] = begin + task.preprocessSeconds() + task.seconds();
      longest = Math.max(longest, ends[task.number()]);
    }
    return longest;
  }

  /** The same project on another day: each time is a little different. */
  public BuildGraph varied(Draws draws) {
    return new BuildGraph(
        name, tasks.stream().map(task -> task.taking(draws.logNormal(1, SIGMA))).toList());
  }

  /** As if each compile could be issued at the begin of the build. */
  public BuildGraph flat() {
    return new BuildGraph(
        name, tasks.stream().map(task -> task.isCompile() ? task.after(List.of()) : task).toList());
  }
}
