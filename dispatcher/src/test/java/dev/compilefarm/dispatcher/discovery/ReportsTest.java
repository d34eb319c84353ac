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

import dev.compilefarm.dispatcher.toolchain.Compiler;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReportsTest {
  private static final InetAddress ADDRESS = InetAddress.ofLiteral("10.0.0.7");
  private static final long OVER = Reports.COUNTS.toNanos();

  private static final Toolchain GCC = toolchain("gcc");
  private static final Toolchain CLANG = toolchain("clang");

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

  @Test
  void sayWhatAVolunteerHasAsLongAsItExists() {
    assertTrue(tell(Pods.running("False"), GCC));
    assertFalse(tell(Pods.running("False"), GCC), "that is known");
    assertEquals(Optional.of(GCC), toolchain(Pods.running("False"), 10 * OVER));
    assertEquals(Optional.of(GCC), toolchain(Pods.running("True"), 10 * OVER));
    assertEquals(Optional.of(GCC), toolchain(Pods.running("False"), 11 * OVER));
    assertEquals(List.of(), reports.volunteers(List.of(), 12 * OVER));
    assertEquals(Optional.empty(), toolchain(Pods.running("True"), 13 * OVER));
  }

  @Test
  void ofAContainerThatWasStartedAgainTellWhatItHasNow() {
    take(Pods.running("False"));
    tell(Pods.running("False"), GCC);
    assertEquals(REPEATED, take(Pods.running("False")));
    assertTrue(tell(Pods.running("False"), CLANG));
    assertEquals(Optional.of(CLANG), toolchain(Pods.running("False"), 1));
  }

  @Test
  void thatCannotBeBelievedSayNothingOfCompilers() {
    assertFalse(reports.tell(Optional.empty(), Pods.UID, ADDRESS, GCC));
    assertFalse(tell(Pods.running("False").address("10.0.0.8"), GCC));
    assertFalse(tell(Pods.scheduled().deleted(), GCC));
    assertEquals(Optional.empty(), toolchain(Pods.running("True"), 1));
  }

  @Test
  void ofManyDifferentToolchainsAreKeptUpToABound() {
    for (int i = 0; i <= Reports.TOOLCHAINS_MAX; i++) {
      Pods.Builder pod = Pods.running("True").named("v" + i, "uid-" + i);
      boolean isKept =
          reports.tell(Optional.of(pod.read()), "uid-" + i, ADDRESS, toolchain("gcc-" + i));
      assertEquals(i < Reports.TOOLCHAINS_MAX, isKept);
    }
    Pods.Builder one = Pods.running("True").named("last", "uid-last");
    assertTrue(
        reports.tell(Optional.of(one.read()), "uid-last", ADDRESS, toolchain("gcc-0")),
        "one that is kept already costs nothing");
  }

  private boolean tell(Pods.Builder pod, Toolchain toolchain) {
    return reports.tell(Optional.of(pod.read()), Pods.UID, ADDRESS, toolchain);
  }

  private Optional<Toolchain> toolchain(Pods.Builder pod, long nowNanos) {
    return volunteers(pod, nowNanos).getFirst().toolchain();
  }

  private static Toolchain toolchain(String name) {
    return new Toolchain(
        List.of(new Compiler("/usr/bin/" + name, "", "", "0".repeat(64))), Set.of(name));
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
