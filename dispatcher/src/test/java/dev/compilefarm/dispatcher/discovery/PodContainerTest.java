package dev.compilefarm.dispatcher.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.volunteer.Container;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodContainerTest {

  @Test
  void isNotKnownBeforeTheKubeletTellsOfIt() {
    assertEquals(Optional.empty(), Pods.running("True").read().container());
    assertEquals(Optional.empty(), of("[]"));
    assertEquals(Optional.empty(), of("null"));
  }

  @Test
  void hasNotEndedWhereItRunsForTheFirstTime() {
    assertEquals(
        Optional.of(new Container(0, false, false, OptionalLong.empty())),
        of("[{'name': 'distccd', 'restartCount': 0, 'state': {'running': {}}, 'lastState': {}}]"));
  }

  @ParameterizedTest
  @CsvSource({
    // What the kubelet says, and what containerd says on cgroup v1.
    "OOMKilled, 137, true",
    "Error, 137, true",
    "OOMKilled, 1, true",
    "Error, 143, false",
    "Completed, 0, false"
  })
  void endsOnceMoreWhetherItIsDownOrUpAgain(String reason, int exitCode, boolean wasKilled) {
    String terminated =
        "{'terminated': {'reason': '%s', 'exitCode': %d}}".formatted(reason, exitCode);
    Optional<Container> expected =
        Optional.of(
            new Container(
                3, wasKilled, wasKilled && reason.equals("OOMKilled"), OptionalLong.empty()));
    assertEquals(
        expected,
        of("[{'name': 'distccd', 'restartCount': 2, 'state': %s}]".formatted(terminated)));
    assertEquals(
        expected,
        of(
            "[{'name': 'distccd', 'restartCount': 3, 'state': {'running': {}}, 'lastState': %s}]"
                .formatted(terminated)));
  }

  @Test
  void isTheOneOfDistccdWhereThereAreOthers() {
    assertEquals(
        Optional.of(new Container(1, false, false, OptionalLong.empty())),
        of(
            "[{'name': 'mesh', 'restartCount': 7, 'lastState': {'terminated': {'exitCode': 137}}},"
                + " {'name': 'distccd', 'restartCount': 1}]"));
  }

  @ParameterizedTest
  @CsvSource({"4Gi, 4294967296", "512M, 512000000", "1000, 1000", "none,", "1e99,"})
  void hasTheLimitOfItsMemory(String limit, Long bytes) {
    Container container =
        PodContainer.read(
                Pods.json(
                    ("{'spec': {'containers': [{'name': 'distccd', 'resources':"
                            + " {'limits': {'memory': '%s'}}}]},"
                            + " 'status': {'containerStatuses': [{'name': 'distccd'}]}}")
                        .formatted(limit)))
            .orElseThrow();
    assertEquals(
        bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes), container.memoryBytes());
  }

  private static Optional<Container> of(String statuses) {
    return Pods.running("True").status("containerStatuses", statuses).read().container();
  }
}
