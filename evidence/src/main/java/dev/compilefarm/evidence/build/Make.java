package dev.compilefarm.evidence.build;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What {@code make -jN} or Ninja issues, and when: the first N tasks in the order of the build
 * whose predecessors have ended. Pure; confined to one thread.
 */
public final class Make {
  private final BuildGraph graph;
  private final int parallel;
  private final int[] waitsFor;
  private final List<List<Integer>> followers = new ArrayList<>();
  private final PriorityQueue<Integer> ready = new PriorityQueue<>();
  private int running;
  private int ended;

  /** One that has issued nothing. */
  public Make(BuildGraph graph, int parallel) {
    this.graph = graph;
    this.parallel = parallel;
    this.waitsFor = new int[graph.tasks().size()];
    for (Task task : graph.tasks()) {
      followers.add(new ArrayList<>());
      waitsFor[task.number()] = task.after().size();
      task.after().forEach(before -> followers.get(before).add(task.number()));
      if (task.after().isEmpty()) {
        ready.add(task.number());
      }
    }
  }

  /** What is issued now, besides what was issued before. */
  public List<Task> issue() {
    List<Task> issued = new ArrayList<>();
    while (running < parallel && !ready.isEmpty()) {
      issued.add(graph.tasks().get(ready.remove()));
      running++;
    }
    return issued;
  }

  /** An issued task has ended. */
  public void ended(Task task) {
    running--;
    ended++;
    for (int follower : followers.get(task.number())) {
      waitsFor[follower]--;
      if (waitsFor[follower] == 0) {
        ready.add(follower);
      }
    }
  }

  /** Whether all has ended. */
  public boolean isDone() {
    return ended == graph.tasks().size();
  }
}
