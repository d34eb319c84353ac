package dev.compilefarm.dispatcher.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodVolunteerTest {

  @Test
  void readsAReadyPod() {
    assertEquals(
        Optional.of(new Volunteer("v1", "10.0.0.7", 3632, 4, Availability.READY)),
        of(readyPod().build()));
  }

  @Test
  void isNotReadyBeforeItsProbePasses() {
    var pod = readyPod().editStatus().editFirstCondition().withStatus("False");
    assertEquals(
        Availability.NOT_READY,
        of(pod.endCondition().endStatus().build()).orElseThrow().availability());
  }

  @Test
  void drainsWhenItIsBeingDeleted() {
    var pod = readyPod().editMetadata().withDeletionTimestamp("2026-01-01T00:00:00Z").endMetadata();
    assertEquals(Availability.DRAINING, of(pod.build()).orElseThrow().availability());
  }

  @Test
  void drainsWhenItIsMarked() {
    var marked = readyPod().editMetadata().addToAnnotations(PodVolunteer.DRAIN, "true");
    assertEquals(
        Availability.DRAINING, of(marked.endMetadata().build()).orElseThrow().availability());
    var unmarked = readyPod().editMetadata().addToAnnotations(PodVolunteer.DRAIN, "false");
    assertEquals(
        Availability.READY, of(unmarked.endMetadata().build()).orElseThrow().availability());
  }

  @Test
  void isNoVolunteerWithoutAddressOrSlotsOrAfterItsEnd() {
    assertEquals(Optional.empty(), of(readyPod().editStatus().withPodIP(null).endStatus().build()));
    assertEquals(
        Optional.empty(), of(readyPod().editStatus().withPhase("Failed").endStatus().build()));
    for (String slots : new String[] {"", "many", "0", "-1"}) {
      var pod = readyPod().editMetadata().addToAnnotations(PodVolunteer.SLOTS, slots);
      assertEquals(Optional.empty(), of(pod.endMetadata().build()), slots);
    }
  }

  private static Optional<Volunteer> of(Pod pod) {
    return PodVolunteer.of(pod, Optional.empty(), 0);
  }

  private static PodBuilder readyPod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("v1")
        .addToAnnotations(PodVolunteer.SLOTS, "4")
        .endMetadata()
        .withNewStatus()
        .withPhase("Running")
        .withPodIP("10.0.0.7")
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .endStatus();
  }
}
