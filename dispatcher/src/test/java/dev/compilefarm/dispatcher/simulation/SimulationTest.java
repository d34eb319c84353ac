package dev.compilefarm.dispatcher.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.dispatch.Outcome;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Many worlds, none of which the dispatcher may fail in; docs/internals/simulation.md tells of
 * them.
 */
class SimulationTest {
  private static final int SEEDS = 300;

  /** No world shuts its dispatcher down. */
  private static final EnumSet<Outcome> NOT_SEEN = EnumSet.of(Outcome.SHUTDOWN);

  @Test
  void keepsItsPromisesInEveryWorld() {
    Set<Outcome> seen = EnumSet.noneOf(Outcome.class);
    for (long seed = 1; seed <= SEEDS; seed++) {
      seen.addAll(Simulation.play(seed, line -> {}).story().outcomes().keySet());
    }
    assertEquals(EnumSet.complementOf(NOT_SEEN), seen, "the worlds are wild enough");
  }

  @Test
  void playsTheSameWorldAgainFromItsSeed() {
    Simulation.Result once = Simulation.play(7, line -> {});
    assertTrue(once.story().jobs() > 0);
    assertEquals(once, Simulation.play(7, line -> {}));
  }

  @Test
  void saysHowToPlayAWorldAgainWhereAPromiseWasBroken() {
    AssertionError broken = new AssertionError("a promise");
    Consumer<Trace.Line> breaker =
        line -> {
          if (line.what().contains("served")) {
            throw broken;
          }
        };
    AssertionError failure = assertThrows(AssertionError.class, () -> Simulation.play(7, breaker));
    assertEquals(broken, failure.getCause());
    String message = failure.getMessage();
    assertTrue(message.startsWith("Seed 7, step "), message);
    assertTrue(message.contains("a promise") && message.contains("submitted"), message);
    assertTrue(message.endsWith("make simulate SEED=7"), message);
  }
}
