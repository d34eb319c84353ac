package dev.compilefarm.dispatcher.discovery;

import static dev.compilefarm.dispatcher.discovery.ReportVerdict.LEAVING;
import static dev.compilefarm.dispatcher.discovery.ReportVerdict.OTHER_ADDRESS;
import static dev.compilefarm.dispatcher.discovery.ReportVerdict.OTHER_UID;
import static dev.compilefarm.dispatcher.discovery.ReportVerdict.OVERRULED;
import static dev.compilefarm.dispatcher.discovery.ReportVerdict.REPEATED;
import static dev.compilefarm.dispatcher.discovery.ReportVerdict.TAKEN;
import static dev.compilefarm.dispatcher.discovery.ReportVerdict.UNKNOWN_POD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportsTest {
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("10.0.0.7");
  private static final long OVER = Reports.COUNTS.toNanos();

  private final Reports reports = new Reports();

  @Test
  void makeAVolunteerReadyOfWhichTheApiKnowsNoAddress() {
    assertEquals(List.of(), volunteers(Pods.scheduled(), 0));
    assertEquals(TAKEN, take(Pods.scheduled()));
    assertEquals(List.of(volunteer(Availability.READY)), volunteers(Pods.scheduled(), 1));
  }

  @Test
  void makeAVolunteerReadyThatTheApiDoesNotCallSo() {
    assertEquals(TAKEN, take(Pods.running("False")));
    assertEquals(List.of(volunteer(Availability.READY)), volunteers(Pods.running("False"), 1));
  }

  @Test
  void areForgottenOnceTheApiSaysReady() {
    take(Pods.scheduled());
    assertTrue(reports.areWaiting());
    volunteers(Pods.running("True"), 1);
    assertFalse(reports.areWaiting());
    assertEquals(List.of(volunteer(Availability.NOT_READY)), volunteers(Pods.running("False"), 2));
  }

  @Test
  void countForTenSeconds() {
    take(Pods.running("False"));
    assertEquals(
        List.of(volunteer(Availability.READY)), volunteers(Pods.running("False"), OVER - 1));
    assertEquals(
        List.of(volunteer(Availability.NOT_READY)), volunteers(Pods.running("False"), OVER));
    assertFalse(reports.areWaiting());
  }

  @Test
  void areTakenOnceOfAPod() {
    assertEquals(TAKEN, take(Pods.running("False")));
    assertEquals(REPEATED, take(Pods.running("False")));
    volunteers(Pods.running("False"), OVER);
    assertEquals(REPEATED, take(Pods.running("False")), "long after the first");
    assertEquals(
        List.of(volunteer(Availability.NOT_READY)), volunteers(Pods.running("False"), OVER + 1));
    assertEquals(REPEATED, take(Pods.running("True")));
  }

  @Test
  void areNotTakenAgainstWhatTheApiSaysOfAPodThatWasReady() {
    volunteers(Pods.running("True"), 1);
    volunteers(Pods.running("False"), 2);
    assertEquals(OVERRULED, take(Pods.running("False")));
    assertEquals(List.of(volunteer(Availability.NOT_READY)), volunteers(Pods.running("False"), 3));
  }

  @Test
  void mayComeAfterTheApisWord() {
    volunteers(Pods.running("True"), 1);
    assertEquals(TAKEN, take(Pods.running("True")));
    volunteers(Pods.running("True"), 2);
    assertFalse(reports.areWaiting());
  }

  @Test
  void areForgottenWithTheirPod() {
    take(Pods.scheduled());
    assertEquals(List.of(), reports.volunteers(List.of(), 1));
    assertFalse(reports.areWaiting());
    assertEquals(TAKEN, take(Pods.scheduled()), "nothing is remembered of a pod that is gone");
  }

  @Test
  void keepTheAddressOfWhatRunsThereWhileTheApiIsSilent() {
    take(Pods.scheduled());
    assertEquals(List.of(volunteer(Availability.NOT_READY)), volunteers(Pods.scheduled(), OVER));
    assertEquals(
        List.of(volunteer(Availability.READY)), volunteers(Pods.running("True"), OVER + 1));
  }

  @Test
  void doNotStopADrain() {
    take(Pods.scheduled());
    assertEquals(
        List.of(volunteer(Availability.DRAINING)),
        volunteers(Pods.scheduled().annotation(VolunteerPod.NO_NEW_JOBS, "'scale-down'"), 1));
  }

  @Test
  void areNotTakenOfWhoIsUnknown() {
    assertEquals(UNKNOWN_POD, reports.take(Optional.empty(), Pods.UID, ADDRESS, 0));
    assertEquals(OTHER_UID, reports.take(Optional.of(Pods.scheduled().read()), "1c6d", ADDRESS, 0));
    assertFalse(reports.areWaiting());
  }

  @Test
  void areNotTakenOfWhoLeaves() {
    assertEquals(LEAVING, take(Pods.scheduled().deleted()));
    assertEquals(LEAVING, take(Pods.scheduled().phase("Failed")));
  }

  @Test
  void comeFromAnAddressOfThePodWhereTheApiKnowsThem() {
    assertEquals(OTHER_ADDRESS, take(Pods.running("False").address("10.0.0.8")));
    assertEquals(TAKEN, take(Pods.running("False").address("fd00::7", "10.0.0.7")));
  }

  @Test
  void areKnownByTheirAddressNotByItsSpelling() {
    assertEquals(
        TAKEN,
        reports.take(
            Optional.of(Pods.running("False").address("fd00::7").read()),
            Pods.UID,
            InetAddress.ofLiteral("fd00:0:0:0:0:0:0:7"),
            0));
  }

  @Test
  void areOverruledWhereTheApiNamesAnotherAddress() {
    take(Pods.scheduled());
    assertEquals(
        List.of(new Volunteer("v1", "10.0.0.8", 3632, 4, Availability.NOT_READY, "node-1")),
        volunteers(Pods.running("False").address("10.0.0.8"), 1));
  }

  private ReportVerdict take(Pods.Builder pod) {
    return reports.take(Optional.of(pod.read()), Pods.UID, ADDRESS, 0);
  }

  private List<Volunteer> volunteers(Pods.Builder pod, long nowNanos) {
    return reports.volunteers(List.of(pod.read()), nowNanos);
  }

  private static Volunteer volunteer(Availability availability) {
    return new Volunteer("v1", "10.0.0.7", 3632, 4, availability, "node-1");
  }
}
