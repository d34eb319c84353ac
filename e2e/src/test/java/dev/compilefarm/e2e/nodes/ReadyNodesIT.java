package dev.compilefarm.e2e.nodes;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.testbed.Stage;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a farm keeps ready on the nodes: room for volunteers, and their images. */
class ReadyNodesIT {
  @RegisterExtension static final Stage stage = new Stage("ready-nodes");

  private static final Duration DONE = Duration.ofSeconds(90);

  /** A resource that only this suite uses, so that the node is full for nobody else. */
  private static final String ROOM = "example.com/room";

  private static String node;

  @BeforeAll
  static void aNodeHasRoomForTwo() {
    node =
        stage.client().nodes().list().getItems().stream()
            .filter(n -> !Boolean.TRUE.equals(n.getSpec().getUnschedulable()))
            .map(n -> n.getMetadata().getName())
            .findFirst()
            .orElseThrow();
    setRoom("\"2\"");
    eventually(
        "room on node " + node,
        DONE,
        () -> stage.client().nodes().withName(node).get(),
        (Node n) -> n.getStatus().getAllocatable().containsKey(ROOM));
  }

  @AfterAll
  static void theNodeIsAsBefore() {
    setRoom("null");
  }

  @Test
  void volunteersTakeThePlaceOfPlaceholdersAndGiveItBack() {
    stage
        .user()
        .applyAndAwaitReady(
            "roomy",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: roomy}
            spec:
              replicas: 0
              volunteers: {slots: 1, resources: {requests: {example.com/room: 1}, limits: {example.com/room: 1}}}
              nodes: {placeholders: 2}
            """);
    awaitPlaceholders(2, 0);

    // The node is full, so the scheduler ends a placeholder.
    stage.user().patchFarm("roomy", "{\"spec\": {\"replicas\": 1}}");
    eventually(
        "a volunteer", DONE, () -> stage.user().readyVolunteers("roomy"), v -> v.size() == 1);
    awaitPlaceholders(1, 1);

    String words =
        eventually(
                "the last start in the status",
                DONE,
                () -> stage.user().farm("roomy").getStatus().lastStart(),
                start -> start != null)
            .message();
    assertTrue(words.matches("The last start took \\d+ s(: .*)?"), words);

    stage.user().patchFarm("roomy", "{\"spec\": {\"replicas\": 0}}");
    awaitPlaceholders(2, 0);
    assertEquals(List.of(), stage.user().readyVolunteers("roomy"));

    stage.user().patchFarm("roomy", "{\"spec\": {\"nodes\": null}}");
    awaitPlaceholders(0, 0);
  }

  @Test
  void nodesHoldTheImagesBeforeTheFirstVolunteerComes() {
    stage
        .user()
        .applyAndAwaitReady(
            "pulled",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: pulled}
            spec:
              replicas: 0
              nodes: {prePullImages: true}
            """);

    DaemonSet there =
        eventually(
            "the images on every node",
            DONE,
            () -> images().get(),
            set ->
                set != null
                    && set.getStatus().getDesiredNumberScheduled() > 0
                    && set.getStatus()
                        .getDesiredNumberScheduled()
                        .equals(set.getStatus().getNumberReady()));
    assertEquals(
        stage
            .client()
            .apps()
            .deployments()
            .inNamespace(stage.namespace())
            .withName("pulled-volunteers")
            .require()
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst()
            .getImage(),
        there.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage());
    assertEquals(List.of(), stage.user().volunteers("pulled"));

    stage.user().patchFarm("pulled", "{\"spec\": {\"nodes\": {\"prePullImages\": false}}}");
    eventually("no DaemonSet", DONE, () -> images().get() == null, gone -> gone);
    eventually("none of its pods", DONE, () -> pods("pulled", "images").size(), n -> n == 0);
  }

  /** Those that run, and those for which there is no room. */
  private static void awaitPlaceholders(int running, int pending) {
    eventually(
        running + " placeholders that run and " + pending + " that wait",
        DONE,
        () -> pods("roomy", "placeholder"),
        pods ->
            pods.size() == running + pending
                && pods.stream().filter(Readiness::isPodReady).count() == running
                && pods.stream().filter(pod -> pod.getSpec().getNodeName() == null).count()
                    == pending);
  }

  private static List<Pod> pods(String farm, String component) {
    return stage
        .client()
        .pods()
        .inNamespace(stage.namespace())
        .withLabels(Map.of("compilefarm.dev/farm", farm, "app.kubernetes.io/component", component))
        .list()
        .getItems();
  }

  private static Resource<DaemonSet> images() {
    return stage
        .client()
        .apps()
        .daemonSets()
        .inNamespace(stage.namespace())
        .withName("pulled-images");
  }

  private static void setRoom(String quantity) {
    String room = "{\"%s\": %s}".formatted(ROOM, quantity);
    stage
        .client()
        .nodes()
        .withName(node)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"status\": {\"capacity\": %s, \"allocatable\": %s}}".formatted(room, room));
  }
}
