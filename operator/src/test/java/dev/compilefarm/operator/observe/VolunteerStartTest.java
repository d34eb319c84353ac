package dev.compilefarm.operator.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The times are those of a pod's status, as an API server writes them. */
class VolunteerStartTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  /** On a new node: two images were pulled, and the init container took two seconds. */
  private static final String POD =
      """
      metadata:
        name: main-volunteers-1
        creationTimestamp: "2026-01-01T00:00:00Z"
      status:
        conditions:
        - {type: PodReadyToStartContainers, status: "True", lastTransitionTime: "2026-01-01T00:00:45Z"}
        - {type: Initialized, status: "True", lastTransitionTime: "2026-01-01T00:00:47Z"}
        - {type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:01:11Z"}
        - {type: PodScheduled, status: "True", lastTransitionTime: "2026-01-01T00:00:40Z"}
        initContainerStatuses:
        - name: tools
          restartCount: 0
          state: {terminated: {exitCode: 0, startedAt: "2026-01-01T00:00:44Z", finishedAt: "2026-01-01T00:00:46Z"}}
        containerStatuses:
        - name: istio-proxy
          restartCount: 3
          state: {running: {startedAt: "2026-01-01T00:01:09Z"}}
        - name: distccd
          restartCount: 0
          state: {running: {startedAt: "2026-01-01T00:01:10Z"}}
      """;

  @Test
  void partsAddUpToTheWhole() {
    VolunteerStart start = start(POD).orElseThrow();

    assertEquals(new VolunteerStart(seconds(40), seconds(4 + 24), seconds(2), seconds(1)), start);
    assertEquals(seconds(71), start.total());
  }

  @Test
  void podWithoutInitContainersHasNoInit() {
    assertEquals(
        new VolunteerStart(seconds(40), seconds(30), seconds(0), seconds(1)),
        start(POD.replace("initContainerStatuses", "nothing")).orElseThrow());
  }

  /** One of a service mesh, which goes on beside the others. */
  @Test
  void initContainerWithoutAnEndIsNoInit() {
    assertEquals(
        new VolunteerStart(seconds(40), seconds(30), seconds(0), seconds(1)),
        start(POD.replace("state: {terminated:", "state: {running: {}, other:")).orElseThrow());
  }

  @Test
  void podThatIsNotThereYetHasNoStart() {
    assertEquals(Optional.empty(), start("metadata: {name: main-volunteers-1}"));
    assertEquals(
        Optional.empty(),
        start(POD.replace("{type: Ready, status: \"True\"", "{type: Ready, status: \"False\"")));
    assertEquals(Optional.empty(), start(POD.replace("running: {startedAt", "waiting: {reason")));
    assertEquals(Optional.empty(), start(POD.replace("creationTimestamp", "nothing")));
  }

  /** The time of its first try is told nowhere. */
  @Test
  void containerThatBeganAnewHasNoStart() {
    assertEquals(
        Optional.empty(),
        start(
            POD.replace(
                "- name: distccd\n    restartCount: 0", "- name: distccd\n    restartCount: 1")));
    assertEquals(
        Optional.empty(),
        start(
            POD.replace(
                "- name: tools\n    restartCount: 0", "- name: tools\n    restartCount: 1")));
  }

  /** The node's clock is a minute behind. */
  @Test
  void clocksThatDifferMakeNoNegativePart() {
    VolunteerStart start =
        start(
                POD.replace(
                        "startedAt: \"2026-01-01T00:01:10Z\"",
                        "startedAt: \"2026-01-01T00:00:10Z\"")
                    .replace(
                        "lastTransitionTime: \"2026-01-01T00:01:11Z\"",
                        "lastTransitionTime: \"2026-01-01T00:00:11Z\""))
            .orElseThrow();

    assertEquals(new VolunteerStart(seconds(40), seconds(0), seconds(0), seconds(0)), start);
  }

  private static Optional<VolunteerStart> start(String pod) {
    return VolunteerStart.of(YAML.unmarshal("apiVersion: v1\nkind: Pod\n" + pod, Pod.class));
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
