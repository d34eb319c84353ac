package dev.compilefarm.evidence.build;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What {@code make -jN} or Ninja issues, and when: the first N tasks in the order of the build
 * whose predecessors have ended. Pure; confined to one thread.
 */
public final class Make {
  private final BuildGraph graph;
  private final int parallel;
  private final int[] waitsFor;
  private final List<List<Integer>> followers = new ArrayList<>();

  /** The numbers of tasks that may be issued. */
  private final BitSet ready = new BitSet();

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
        ready.set(task.number());
      }
    }
  }

  /** What is issued now, besides what was issued before. */
  public List<Task> issue() {
    List<Task> issued = new ArrayList<>();
    int next = ready.nextSetBit(0);
    while (running < parallel && next >= 0) {
      ready.clear(next);
      issued.add(graph.tasks().get(next));
      running++;
      next = ready.nextSetBit(next + 1);
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
        ready.set(follower);
      }
    }
  }

  /** Whether all has ended. */
  public boolean isDone() {
    return ended == graph.tasks().size();
  }
}
