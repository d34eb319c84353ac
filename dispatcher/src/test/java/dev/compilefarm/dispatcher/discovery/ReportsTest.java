package dev.compilefarm.dispatcher.discovery;

import static dev.compilefarm.dispatcher.discovery.ReportVerdict.LEAVING;
import static dev.compilefarm.dispatcher.discovery.ReportVerdict.OTHER_ADDRESS;
import static dev.compilefarm.dispatcher.discovery.ReportVerdict.OTHER_UID;
import static dev.compilefarm.dispatcher.discovery.ReportVerdict.TAKEN;
import static dev.compilefarm.dispatcher.discovery.ReportVerdict.UNKNOWN_POD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportsTest {
  private static final String UID = "0b5c";
  private static final String ADDRESS = "10.0.0.7";
  private static final long OVER = Reports.COUNTS.toNanos();

  private final Reports reports = new Reports();

  @Test
  void makeAVolunteerReadyOfWhichTheApiKnowsNoAddress() {
    assertEquals(List.of(), volunteers(scheduled().build(), 0));
    assertEquals(TAKEN, take(scheduled().build()));
    assertEquals(List.of(volunteer(Availability.READY)), volunteers(scheduled().build(), 1));
  }

  @Test
  void makeAVolunteerReadyThatTheApiDoesNotCallSo() {
    assertEquals(TAKEN, take(running("False").build()));
    assertEquals(List.of(volunteer(Availability.READY)), volunteers(running("False").build(), 1));
  }

  @Test
  void areForgottenOnceTheApiSaysReady() {
    take(scheduled().build());
    assertTrue(reports.areWaiting());
    volunteers(running("True").build(), 1);
    assertFalse(reports.areWaiting());
    assertEquals(
        List.of(volunteer(Availability.NOT_READY)), volunteers(running("False").build(), 2));
  }

  @Test
  void countForTenSeconds() {
    take(running("False").build());
    Pod pod = running("False").build();
    assertEquals(List.of(volunteer(Availability.READY)), volunteers(pod, OVER - 1));
    assertEquals(List.of(volunteer(Availability.NOT_READY)), volunteers(pod, OVER));
    assertFalse(reports.areWaiting());
  }

  @Test
  void keepTheAddressOfWhatRunsThereWhileTheApiIsSilent() {
    take(scheduled().build());
    assertEquals(List.of(volunteer(Availability.NOT_READY)), volunteers(scheduled().build(), OVER));
    assertEquals(
        List.of(volunteer(Availability.READY)), volunteers(running("True").build(), OVER + 1));
  }

  @Test
  void areForgottenWithTheirPod() {
    take(scheduled().build());
    assertEquals(List.of(), reports.volunteers(List.of(), 1));
    assertFalse(reports.areWaiting());
  }

  @Test
  void doNotStopADrain() {
    take(scheduled().build());
    var marked = scheduled().editMetadata().addToAnnotations(PodVolunteer.DRAIN, "scale-down");
    assertEquals(
        List.of(volunteer(Availability.DRAINING)), volunteers(marked.endMetadata().build(), 1));
  }

  @Test
  void areNotTakenOfWhoIsUnknown() {
    assertEquals(UNKNOWN_POD, reports.take(Optional.empty(), UID, ADDRESS, 0));
    assertEquals(OTHER_UID, reports.take(Optional.of(scheduled().build()), "1c6d", ADDRESS, 0));
    assertFalse(reports.areWaiting());
  }

  @Test
  void areNotTakenOfWhoLeaves() {
    var deleted = scheduled().editMetadata().withDeletionTimestamp("2026-01-01T00:00:00Z");
    assertEquals(LEAVING, take(deleted.endMetadata().build()));
    assertEquals(LEAVING, take(scheduled().editStatus().withPhase("Failed").endStatus().build()));
  }

  @Test
  void comeFromAnAddressOfThePodWhereTheApiKnowsThem() {
    var elsewhere = scheduled().editStatus().withPodIP("10.0.0.8").addNewPodIP("10.0.0.8");
    assertEquals(OTHER_ADDRESS, take(elsewhere.endStatus().build()));
    var both = scheduled().editStatus().withPodIP("fd00::7").addNewPodIP("fd00::7");
    assertEquals(TAKEN, take(both.addNewPodIP(ADDRESS).endStatus().build()));
  }

  @Test
  void areOverruledWhereTheApiNamesAnotherAddress() {
    take(scheduled().build());
    var elsewhere = running("False").editStatus().withPodIP("10.0.0.8");
    assertEquals(
        List.of(new Volunteer("v1", "10.0.0.8", 3632, 4, Availability.NOT_READY)),
        volunteers(elsewhere.endStatus().build(), 1));
  }

  private ReportVerdict take(Pod pod) {
    return reports.take(Optional.of(pod), UID, ADDRESS, 0);
  }

  private List<Volunteer> volunteers(Pod pod, long nowNanos) {
    return reports.volunteers(List.of(pod), nowNanos);
  }

  private static Volunteer volunteer(Availability availability) {
    return new Volunteer("v1", ADDRESS, 3632, 4, availability);
  }

  /** A pod of which the kubelet has not told anything. */
  private static PodBuilder scheduled() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("v1")
        .withUid(UID)
        .addToAnnotations(PodVolunteer.SLOTS, "4")
        .endMetadata()
        .withNewStatus()
        .withPhase("Pending")
        .endStatus();
  }

  private static PodBuilder running(String ready) {
    return scheduled()
        .editStatus()
        .withPhase("Running")
        .withPodIP(ADDRESS)
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready)
        .endCondition()
        .endStatus();
  }
}
