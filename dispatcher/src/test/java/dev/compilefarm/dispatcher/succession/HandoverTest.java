package dev.compilefarm.dispatcher.succession;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HandoverTest {
  private static final long TOLD_AT = -7;
  private static final Sight PENDING = sight(Sight.Farm.STAYS);
  private static final Sight READY = new Sight(true, Sight.Farm.STAYS, false, Set.of("new"));

  private final Handover handover = new Handover(Duration.ofMinutes(5), TOLD_AT);

  @Test
  void goesOnUntilItsSuccessorHasBeenSeenReadyForAWhile() {
    assertGoesOn(PENDING, 0);
    assertGoesOn(PENDING, 20);
    assertGoesOn(READY, 21);
    assertGoesOn(READY, 25);
    assertEnds("its successor takes jobs", READY, 26);
  }

  @Test
  void aSuccessorThatIsReadyNoMoreBeginsAnew() {
    assertGoesOn(READY, 20);
    assertGoesOn(PENDING, 23);
    assertGoesOn(READY, 24);
    assertGoesOn(READY, 28);
    assertEnds("its successor takes jobs", READY, 29);
  }

  @Test
  void ofTwoReadyOnesEachHasItsOwnTime() {
    assertGoesOn(READY, 20);

    assertGoesOn(new Sight(true, Sight.Farm.STAYS, false, Set.of("newer")), 26);
  }

  @Test
  void doesNotWaitForEver() {
    assertGoesOn(PENDING, 299);
    assertEnds("no successor became ready within PT5M", PENDING, 300);
  }

  @Test
  void waitsForNobodyWhereTheFarmOrTheNamespaceGoes() {
    assertEnds("its farm is being deleted", sight(Sight.Farm.GOES), 0);
    assertEnds("its farm is being deleted", sight(Sight.Farm.GONE), 0);
    assertEnds(
        "its namespace is being deleted", new Sight(true, Sight.Farm.STAYS, true, Set.of()), 0);
  }

  /** Its liveness probe, or its node, told only the process to end. */
  @Test
  void waitsForNobodyWhereItsPodStays() {
    Sight stays = new Sight(false, Sight.Farm.STAYS, false, Set.of());

    assertGoesOn(stays, 4);
    assertEnds("its pod stays, so there is no successor", stays, 5);
  }

  @Test
  void withoutAnyWordFromTheApiItLeavesAfterHalfAMinute() {
    assertEquals(Optional.empty(), end(Optional.empty(), 29));
    assertTrue(end(Optional.empty(), 30).orElseThrow().contains("did not say within PT30S"));
  }

  private void assertGoesOn(Sight sight, int seconds) {
    assertEquals(Optional.empty(), end(Optional.of(sight), seconds));
  }

  private void assertEnds(String why, Sight sight, int seconds) {
    assertEquals(Optional.of(why), end(Optional.of(sight), seconds));
  }

  private Optional<String> end(Optional<Sight> sight, int seconds) {
    return handover.end(sight, TOLD_AT + Duration.ofSeconds(seconds).toNanos());
  }

  private static Sight sight(Sight.Farm farm) {
    return new Sight(true, farm, false, Set.of());
  }
}
