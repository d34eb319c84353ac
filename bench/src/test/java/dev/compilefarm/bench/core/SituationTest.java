package dev.compilefarm.bench.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is measured is what it is said to be. */
@Timeout(60)
class SituationTest {
  private static final int VOLUNTEERS = 10;

  @ParameterizedTest
  @EnumSource
  void goesOn(Situation situation) {
    Script script = situation.begin(VOLUNTEERS);
    for (int i = 0; i < 100; i++) {
      script.next();
    }
  }

  @Test
  void allVolunteersComeBackFromAMassFailureAgainAndAgain() {
    SimulatedFarm farm = new SimulatedFarm(VOLUNTEERS);
    for (int i = 0; i < 200; i++) {
      farm.submit();
    }
    assertTrue(farm.isFull());
    MassFailure script = new MassFailure(farm, VOLUNTEERS);
    for (int i = 0; i < 5_000; i++) {
      script.next();
    }
    assertTrue(script.recoveries() > 5, script.recoveries() + " recoveries");
  }

  @Test
  void whatFailedAtAVolunteerWaitsForAnother() {
    SimulatedFarm farm = new SimulatedFarm(VOLUNTEERS);
    for (int i = 0; i < VOLUNTEERS * SimulatedFarm.SLOTS - 1; i++) {
      farm.submit();
    }
    for (int i = 0; i < 100; i++) {
      farm.fail(farm.submit());
      farm.answerCanary();
    }
    assertEquals(VOLUNTEERS * SimulatedFarm.SLOTS - 1, farm.running().size());
  }
}
