package dev.compilefarm.dispatcher.simulation;

import java.util.function.Consumer;

/** Plays the world of one seed. */
final class Simulation {

  private Simulation() {}

  /** What came of it. */
  record Result(World.Story story, long fingerprint) {}

  /**
   * Plays it.
   *
   * @param lines told every line of the trace
   * @throws AssertionError when a promise was broken; its message names the seed, the step, the
   *     last lines and the command that plays it again
   */
  static Result play(long seed, Consumer<Trace.Line> lines) {
    Trace trace = new Trace(lines);
    World world = new World(seed, trace);
    try {
      return new Result(world.play(), trace.fingerprint());
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          """
          Seed %d, step %d: %s
          %s
          The same again with its whole trace: make simulate SEED=%d\
          """
              .formatted(seed, world.steps(), e.getMessage(), trace.tail(), seed),
          e);
    }
  }
}
