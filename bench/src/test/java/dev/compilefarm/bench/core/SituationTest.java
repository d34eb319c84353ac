package dev.compilefarm.bench.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.dispatch.JobRecord;
import dev.compilefarm.dispatcher.history.Expectation.From;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
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

  /** So the order within a tenant costs what it costs on a farm. */
  @Test
  void jobsOfEarlierBuildsAreKnownAgain() {
    SimulatedFarm farm = new SimulatedFarm(VOLUNTEERS);
    for (int i = 0; i < 30_000; i++) {
      farm.submit();
      farm.answered(farm.serve());
    }
    Set<From> from = EnumSet.noneOf(From.class);
    Set<Long> sizes = new HashSet<>();
    for (JobRecord job : farm.newest(100)) {
      from.add(job.expected().orElseThrow().from());
      sizes.add(job.requestBytes());
    }
    assertEquals(EnumSet.allOf(From.class), from);
    assertTrue(sizes.size() > 50, sizes::toString);
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
