package dev.compilefarm.e2e.volunteer;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.Build;
import dev.compilefarm.testbed.actor.BuildResult;
import dev.compilefarm.testbed.observe.JobRecord;
import dev.compilefarm.testbed.observe.Load;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Nodes that vanish with their volunteers cost a build time, not jobs, and do not count as
 * capacity.
 *
 * <p>The cluster has one real node. The two that vanish are Node objects without a machine: this
 * test says, as their kubelets would until they vanish, that they are Ready, and of the volunteers
 * that the scheduler then puts there that they run, at addresses of the pods' network where nobody
 * is. The rest is real: the scheduler, the dispatcher's attempts to reach them, the node controller
 * that misses the kubelet's word after 50 s and marks the pods, and the collector of pods without a
 * node.
 */
class NodeLossIT {
  @RegisterExtension static final Stage stage = new Stage("nodes");

  /** Falls silent; its Node object stays. */
  private static final String SILENT = "e2e-silent-node";

  /** Falls silent, and its Node object is deleted, as a cloud does with a machine that is gone. */
  private static final String DELETED = "e2e-deleted-node";

  /** Keeps all pods but this farm's volunteers away. */
  private static final String TAINT = "compilefarm.dev/e2e-node-loss";

  private static final Map<String, Quantity> ROOM =
      Map.of("cpu", new Quantity("4"), "memory", new Quantity("8Gi"), "pods", new Quantity("20"));

  /** The node controller takes 50 s to miss a node, the collector of pods up to 80 s. */
  private static final Duration NOTICED = Duration.ofSeconds(150);

  /** Longer than one round of the queue, with as many jobs as the farm seems to have slots. */
  private static final String BUILD =
      """
      for i in $(seq 6); do echo "int f$i() { return $i; }" > f$i.cc; done
      printf 'all: %s\\n' "$(seq -f 'f%g.o' -s ' ' 6)" > Makefile
      make --silent -j6 CXX='distcc g++'
      test "$(ls f*.o | wc -l)" = 6
      """;

  /** Each volunteer keeps away from the others, as far as there are nodes. */
  private static final String FARM =
      """
      apiVersion: compilefarm.dev/v1alpha1
      kind: CompileFarm
      metadata: {name: main}
      spec:
        replicas: 3
        volunteers:
          slots: 1
          template:
            tolerations: [{key: %s, operator: Exists, effect: NoSchedule}]
            affinity:
              podAntiAffinity:
                preferredDuringSchedulingIgnoredDuringExecution:
                  - weight: 100
                    podAffinityTerm:
                      topologyKey: kubernetes.io/hostname
                      labelSelector: {matchLabels: {app.kubernetes.io/component: volunteer}}
      """
          .formatted(TAINT);

  @Test
  void nodesThatVanishCostTimeAndNoJobs() {
    // Given: a volunteer on each of three nodes, of which two are not there
    client().nodes().resource(node(SILENT)).create();
    client().nodes().resource(node(DELETED)).create();
    ScheduledExecutorService kubelets = Executors.newSingleThreadScheduledExecutor();
    Future<?> heartbeat =
        kubelets.scheduleWithFixedDelay(
            () -> Stream.of(SILENT, DELETED).forEach(NodeLossIT::sayReadyAgain),
            0,
            5,
            TimeUnit.SECONDS);
    eventually(
        "both nodes open to pods", Duration.ofSeconds(60), NodeLossIT::closed, List::isEmpty);
    stage.user().applyAndAwaitReady("main", FARM);
    Map<String, String> placed = oneVolunteerOnEachNode();
    Pod lost = volunteer(placed.get(SILENT));
    Pod removed = volunteer(placed.get(DELETED));
    sayRunning(lost, unusedAddress(1));
    sayRunning(removed, unusedAddress(2));
    awaitSlots(3);
    String living =
        names(stage.user().volunteers("main").stream())
            .filter(name -> !Set.of(name(lost), name(removed)).contains(name))
            .findFirst()
            .orElseThrow();
    // Nothing else is to be placed there.
    Stream.of(SILENT, DELETED)
        .forEach(name ->
            client()
                .nodes()
                .withName(name)
                .patch(
                    PatchContext.of(PatchType.JSON_MERGE),
                    "{\"spec\": {\"unschedulable\": true}}"));

    // When
    assertFalse(heartbeat.isDone(), "the heartbeat ended");
    kubelets.shutdownNow();
    Build build = stage.developer("ann").buildOn("main", BUILD);
    eventually(
        "jobs given to volunteers that are not there",
        Duration.ofSeconds(60),
        () -> stage.dispatcherOf("main").load().volunteers(),
        volunteers ->
            volunteers.stream()
                .filter(volunteer -> volunteer.busy() > 0)
                .map(Load.Volunteer::name)
                .anyMatch(Set.of(name(lost), name(removed))::contains));

    // Then: all were done by the volunteer that is there
    BuildResult result = build.await(Duration.ofMinutes(2)).expectSuccess();
    assertFalse(result.log().contains("distcc["), result::log);
    List<JobRecord> jobs = stage.dispatcherOf("main").jobs();
    assertEquals(6, jobs.size(), jobs::toString);
    for (JobRecord job : jobs) {
      assertEquals("DONE", job.outcome(), job::toString);
      assertEquals(living, job.volunteer(), job::toString);
    }

    // And when the cluster notices: neither counts, and both are replaced where there is a node
    client().nodes().withName(DELETED).delete();
    eventually(
        "the volunteer of the silent node not ready",
        NOTICED,
        () -> ready(client().resource(lost).get()),
        "False"::equals);
    Condition said =
        stage
            .user()
            .awaitCondition(
                "main",
                "VolunteersFailing",
                Duration.ofSeconds(30),
                condition -> "VolunteersLost".equals(condition.getReason()));
    assertTrue(
        said.getMessage().contains(name(lost))
            && said.getMessage().contains("node " + SILENT + " does not answer"),
        said::getMessage);
    eventually(
        "other volunteers in place of those of both nodes",
        NOTICED,
        () ->
            names(
                    stage.user().volunteers("main").stream()
                        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null))
                .collect(Collectors.toSet()),
        names ->
            names.size() == 3
                && names.contains(living)
                && !names.contains(name(lost))
                && !names.contains(name(removed)));
    awaitSlots(3);
    eventually(
        "three volunteers ready in the status",
        Duration.ofSeconds(60),
        () -> stage.user().farm("main").getStatus(),
        status ->
            status.volunteers().ready() == 3
                && status.slots() != null
                && status.slots().total() == 3);
  }

  /** So that the collector takes the pods that no kubelet ends, and the namespace can go. */
  @AfterAll
  static void deleteNodes() {
    Stream.of(SILENT, DELETED).forEach(name -> client().nodes().withName(name).delete());
  }

  /** What a kubelet says of its node, as that of a real one does. */
  private static Map<String, String> platform() {
    Map<String, String> labels =
        new HashMap<>(client().nodes().list().getItems().getFirst().getMetadata().getLabels());
    labels.keySet().retainAll(Set.of("kubernetes.io/os", "kubernetes.io/arch"));
    return labels;
  }

  private static Node node(String name) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("kubernetes.io/hostname", name)
        .addToLabels(platform())
        .endMetadata()
        .withNewSpec()
        .addNewTaint()
        .withKey(TAINT)
        .withEffect("NoSchedule")
        .endTaint()
        .endSpec()
        .build();
  }

  /**
   * A kubelet tries again the next time too: the cluster writes to the node as well, and an API
   * server under load refuses some writes. An exception would end the heartbeat.
   */
  private static void sayReadyAgain(String name) {
    try {
      sayReady(name);
    } catch (KubernetesClientException _) {
      // It is said again in five seconds.
    }
  }

  /** As a kubelet does of its node. */
  private static void sayReady(String name) {
    client()
        .nodes()
        .withName(name)
        .editStatus(node ->
            new NodeBuilder(node)
                .editOrNewStatus()
                .withAllocatable(ROOM)
                .withCapacity(ROOM)
                .withConditions(
                    new NodeConditionBuilder()
                        .withType("Ready")
                        .withStatus("True")
                        .withReason("KubeletReady")
                        .withMessage("said by a test")
                        .withLastHeartbeatTime(now())
                        .withLastTransitionTime(now())
                        .build())
                .endStatus()
                .build());
  }

  /** Taints of the cluster: its node controller takes them away when it heard of the node. */
  private static List<String> closed() {
    return Stream.of(SILENT, DELETED)
        .flatMap(name ->
            client().nodes().withName(name).get().getSpec().getTaints().stream()
                .map(Taint::getKey)
                .filter(taint -> !taint.equals(TAINT))
                .map(taint -> name + ": " + taint))
        .toList();
  }

  /** As a kubelet does of a pod of its node. */
  private static void sayRunning(Pod pod, String address) {
    client()
        .resource(pod)
        .editStatus(bound -> {
          bound.setStatus(
              new PodStatusBuilder(bound.getStatus())
                  .withPhase("Running")
                  .withPodIP(address)
                  .withPodIPs(new PodIP(address))
                  .addToConditions(
                      isTrue("Initialized"), isTrue("ContainersReady"), isTrue("Ready"))
                  .withContainerStatuses(
                      new ContainerStatusBuilder()
                          .withName("distccd")
                          .withImage(bound.getSpec().getContainers().getFirst().getImage())
                          .withImageID("")
                          .withReady(true)
                          .withRestartCount(0)
                          .withNewState()
                          .withNewRunning()
                          .withStartedAt(now())
                          .endRunning()
                          .endState()
                          .build())
                  .build());
          return bound;
        });
  }

  private static PodCondition isTrue(String type) {
    return new PodConditionBuilder()
        .withType(type)
        .withStatus("True")
        .withLastTransitionTime(now())
        .build();
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private record Placement(Map<String, String> volunteersByNode, List<String> closed) {}

  /**
   * The volunteers' names by their nodes. They only prefer to stand alone, since their replacements
   * must all fit on one node. So two stand together if a node was closed for a moment, as it is
   * when its heartbeat was late: then one of them is deleted, until its replacement stands alone.
   */
  private static Map<String, String> oneVolunteerOnEachNode() {
    return eventually(
            "a volunteer on each of three nodes",
            Duration.ofSeconds(90),
            () -> {
              Placement placement = new Placement(new HashMap<>(), closed());
              for (Pod pod : stage.user().volunteers("main")) {
                String node = pod.getSpec().getNodeName();
                if (node != null
                    && placement.volunteersByNode().putIfAbsent(node, name(pod)) != null
                    && placement.closed().isEmpty()) {
                  client().resource(pod).withGracePeriod(0).delete();
                }
              }
              return placement;
            },
            placement -> placement.volunteersByNode().size() == 3)
        .volunteersByNode();
  }

  private static Pod volunteer(String name) {
    return stage.user().volunteers("main").stream()
        .filter(pod -> name(pod).equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** At the upper end of the pods' network, which is filled from below. */
  private static String unusedAddress(int number) {
    String dispatcher = stage.dispatcherOf("main").pods().getFirst().getStatus().getPodIP();
    List<String> parts = List.of(dispatcher.split("[.]"));
    return "%s.%s.255.%d".formatted(parts.get(0), parts.get(1), 255 - number);
  }

  private static void awaitSlots(int total) {
    eventually(
        total + " slots",
        Duration.ofSeconds(60),
        () -> stage.dispatcherOf("main").load(),
        load -> load.slots().total() == total);
  }

  private static String ready(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals("Ready"))
        .map(PodCondition::getStatus)
        .findFirst()
        .orElse("");
  }

  private static Stream<String> names(Stream<Pod> pods) {
    return pods.map(NodeLossIT::name);
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }

  private static KubernetesClient client() {
    return stage.client();
  }
}
