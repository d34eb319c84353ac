package dev.compilefarm.operator.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadTest {
  private static final PodFact READY = Facts.ready("v1", Instant.EPOCH);

  @Test
  void countsAsDrainingWhatIsMarkedOrTerminating() {
    Workload volunteers =
        Facts.workload(
            4,
            List.of(
                READY,
                Facts.marked(READY),
                Facts.terminating(READY, 60),
                Facts.terminating(Facts.marked(READY), 60)));

    assertEquals(3, volunteers.draining());
    assertEquals(2, volunteers.staying().size());
  }

  /** It gets no new job, but nothing makes it go. */
  @Test
  void doesNotCountAsDrainingWhatAPersonKeepsFromJobs() {
    PodFact byAPerson = Facts.annotated(READY, Map.of("compilefarm.dev/no-new-jobs", "true"));

    assertTrue(byAPerson.takesNoNewJob());
    assertEquals(0, Facts.workload(1, List.of(byAPerson)).draining());
  }

  @ParameterizedTest
  @ValueSource(strings = {"compilefarm.dev/no-new-jobs", "compilefarm.dev/drain"})
  void readsTheWordOfThisVersionAndOfThePrevious(String annotation) {
    assertTrue(PodFact.of(pod(Map.of(annotation, "scale-down"))).takesNoNewJob());
    assertFalse(PodFact.of(pod(Map.of(annotation, "false"))).takesNoNewJob());
    assertFalse(PodFact.of(pod(Map.of())).takesNoNewJob());
  }

  @Test
  void isBeingUpdatedWhileStayingPodsAreOfSeveralVersions() {
    PodFact newer = Facts.ofRevision("2", READY);
    assertTrue(Facts.workload(2, List.of(READY, newer)).isBeingUpdated());
    assertFalse(Facts.workload(2, List.of(READY, READY)).isBeingUpdated());
    assertFalse(Facts.workload(1, List.of(Facts.terminating(READY, 60), newer)).isBeingUpdated());
  }

  /** Webhooks add containers, and their images are no compilers. */
  @Test
  void imageIsThatOfTheContainerThatCompiles() {
    Pod pod = pod(Map.of());
    pod.setStatus(
        new PodStatusBuilder()
            .addNewContainerStatus()
            .withName("istio-proxy")
            .withNewState()
            .endState()
            .withImageID("proxy@sha256:77")
            .endContainerStatus()
            .addNewContainerStatus()
            .withName("distccd")
            .withNewState()
            .endState()
            .withImageID("registry.example.com/ci@sha256:00ff")
            .endContainerStatus()
            .build());

    assertEquals(Optional.of("sha256:00ff"), PodFact.of(pod).imageDigest());
    assertTrue(PodFact.of(pod).imageWasPulled());
    pod.getStatus().getContainerStatuses().getLast().setImageID("sha256:11ff");
    assertEquals(Optional.of("sha256:11ff"), PodFact.of(pod).imageDigest());
    assertFalse(PodFact.of(pod).imageWasPulled());
    pod.getStatus().getContainerStatuses().getLast().setImageID("");
    assertEquals(Optional.empty(), PodFact.of(pod).imageDigest());
  }

  private static Pod pod(Map<String, String> annotations) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("v1")
        .withAnnotations(annotations)
        .endMetadata()
        .build();
  }
}
