package dev.compilefarm.dispatcher.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodVolunteerTest {

  @Test
  void isReadyWhereItsPodIs() {
    assertEquals(
        Optional.of(new Volunteer("v1", "10.0.0.7", 3632, 4, Availability.READY, "node-1")),
        of(Pods.running("True")));
    assertEquals(Availability.NOT_READY, of(Pods.running("False")).orElseThrow().availability());
  }

  @Test
  void drainsWhenItIsBeingDeletedOrMarked() {
    assertEquals(
        Availability.DRAINING, of(Pods.running("True").deleted()).orElseThrow().availability());
    assertEquals(
        Availability.DRAINING,
        of(Pods.running("True").annotation(VolunteerPod.NO_NEW_JOBS, "'true'"))
            .orElseThrow()
            .availability());
  }

  @Test
  void isNoVolunteerWithoutAddressOrSlotsOrAfterItsEnd() {
    assertEquals(Optional.empty(), of(Pods.scheduled()));
    assertEquals(Optional.empty(), of(Pods.running("True").slots("'many'")));
    assertEquals(Optional.empty(), of(Pods.running("True").phase("Failed")));
  }

  @Test
  void isCalledByIpv4WhereThePodHasOneAndReachedByEachAddress() {
    assertEquals(
        "10.0.0.7:3632",
        of(Pods.running("True").address("fd00::7", "10.0.0.7")).orElseThrow().address());
    assertEquals(
        List.of("10.0.0.7", "fd00:0:0:0:0:0:0:7"),
        of(Pods.running("True").address("fd00::7", "10.0.0.7")).orElseThrow().hosts());
    assertEquals(
        "[fd00:0:0:0:0:0:0:7]:3632",
        of(Pods.running("True").address("fd00::7")).orElseThrow().address());
  }

  private static Optional<Volunteer> of(Pods.Builder pod) {
    return PodVolunteer.of(pod.read(), Optional.empty(), Optional.empty(), 0);
  }
}
