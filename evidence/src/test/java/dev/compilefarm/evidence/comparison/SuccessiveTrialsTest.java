package dev.compilefarm.evidence.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuccessiveTrialsTest {
  private static final List<Integer> HUNDRED = IntStream.range(0, 100).boxed().toList();

  @Test
  void findsTheLeastThoughOneSeedLies() {
    int found =
        SuccessiveTrials.least(
            HUNDRED, (one, seed) -> Math.abs(one - 42) + (seed == 0 && one == 42 ? 4 : 0));

    assertEquals(42, found);
  }

  @Test
  void takesTheFirstOfEqualOnes() {
    assertEquals(0, SuccessiveTrials.least(HUNDRED, (_, _) -> 1));
  }

  @Test
  void costsLittleMoreThanOneTryOfEach() {
    AtomicInteger tries = new AtomicInteger();

    int _ = SuccessiveTrials.least(HUNDRED, (one, _) -> one + tries.getAndIncrement() * 0.0);

    assertTrue(tries.get() <= 100 + 2 * 25 + 5 * 7, () -> "tries: " + tries);
  }

  @Test
  void aSingleOneIsNotTried() {
    assertEquals(
        1,
        SuccessiveTrials.least(
            List.of(1),
            (_, _) -> {
              throw new AssertionError("was tried");
            }));
  }
}
