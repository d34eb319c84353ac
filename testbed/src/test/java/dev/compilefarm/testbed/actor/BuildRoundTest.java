package dev.compilefarm.testbed.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BuildRoundTest {

  @Test
  void readsTheRoundsOfALog() {
    String log =
        """
        round 1: objects=12 missing=0 wrong=0 complaints=0
        make in round 2: distcc[7] ERROR: no hosts
        round 2: objects=12 missing=3 wrong=1 complaints=4
        """;

    assertEquals(
        List.of(new BuildRound(1, 12, 0, 0, 0), new BuildRound(2, 12, 3, 1, 4)),
        BuildRound.in(log));
  }
}
