package dev.compilefarm.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DrawsTest {

  @Test
  void reachEveryValueAndBothEnds() {
    Set<Integer> drawn = new TreeSet<>();
    Draws.forAll(1000, draws -> drawn.add(draws.between(3, 9)));

    assertEquals(Set.of(3, 4, 5, 6, 7, 8, 9), drawn);
  }

  @Test
  void failureNamesTheSeedThatRepeatsIt() {
    List<Integer> tried = new ArrayList<>();
    AssertionError failure =
        assertThrows(
            AssertionError.class,
            () ->
                Draws.forAll(
                    1000,
                    draws -> {
                      tried.add(draws.between(0, 1_000_000));
                      assertTrue(tried.size() < 500, "of this test");
                    }));

    assertTrue(
        failure
            .getMessage()
            .matches("(?s)does not hold; repeat with -Dcompilefarm.seed=\\d+: of this test.*"),
        failure::getMessage);
    String seed = failure.getMessage().replaceAll("(?s).*seed=(\\d+).*", "$1");
    Draws.forAll(
        Long.parseLong(seed),
        1,
        draws -> assertEquals(tried.getLast(), draws.between(0, 1_000_000)));
  }
}
