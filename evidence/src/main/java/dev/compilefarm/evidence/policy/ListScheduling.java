package dev.compilefarm.evidence.policy;

import dev.compilefarm.evidence.farm.Compile;
import dev.compilefarm.evidence.farm.Daemon;
import dev.compilefarm.evidence.farm.Volunteer;
import dev.compilefarm.evidence.farm.World;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;
import java.util.Queue;

/**
 * The online bound: one queue, no network, and the oldest job goes to the quickest idle core at
 * once. Source: R. L. Graham, Bounds on Multiprocessing Timing Anomalies, 1969.
 */
record ListScheduling() implements Policy {

  @Override
  public Daemon daemon(int cores) {
    return Daemon.WITHOUT_LIMIT;
  }

  @Override
  public Way begin(World world) {
    return new OneQueue(world);
  }

  private static final class OneQueue implements Way {
    private final World world;
    private final int[] free;
    private final Queue<Compile> queue = new ArrayDeque<>();

    private OneQueue(World world) {
      this.world = world;
      this.free = world.volunteers().stream().mapToInt(Volunteer::cores).toArray();
    }

    @Override
    public void compile(Compile compile) {
      compile.preprocess(() -> {
        compile.waits();
        queue.add(compile);
        serve();
      });
    }

    private void serve() {
      while (!queue.isEmpty() && quickest().isPresent()) {
        Volunteer volunteer = quickest().orElseThrow();
        Compile compile = queue.remove();
        free[volunteer.number()]--;
        volunteer.compileAtOnce(
            compile,
            () -> {
              free[volunteer.number()]++;
              compile.done();
              serve();
            });
      }
    }

    private Optional<Volunteer> quickest() {
      return world.volunteers().stream()
          .filter(volunteer -> free[volunteer.number()] > 0)
          .max(Comparator.comparingDouble(Volunteer::speed));
    }
  }
}
