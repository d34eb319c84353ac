package dev.compilefarm.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.dispatch.MaxMinShares.Claim;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaxMinSharesTest {

  @Test
  void givesEverybodyWhatItWantsWhereThereIsEnough() {
    assertEquals(
        Map.of("a", 2.0, "b", 3.0),
        MaxMinShares.of(List.of(new Claim("a", 1, 2), new Claim("b", 1, 3)), 9));
  }

  @Test
  void sharesWhatTheModestLeaveByWeight() {
    List<Claim> claims =
        List.of(new Claim("modest", 1, 1), new Claim("heavy", 3, 99), new Claim("light", 1, 99));
    assertEquals(Map.of("modest", 1.0, "heavy", 6.0, "light", 2.0), MaxMinShares.of(claims, 9));
  }

  @Test
  void sharesFractionsToo() {
    assertEquals(
        Map.of("a", 1.5, "b", 1.5),
        MaxMinShares.of(List.of(new Claim("a", 1, 9), new Claim("b", 1, 9)), 3));
  }
}
