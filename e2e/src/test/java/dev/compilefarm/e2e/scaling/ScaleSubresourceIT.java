package dev.compilefarm.e2e.scaling;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus.QueueStatus;
import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.Build;
import dev.compilefarm.testbed.actor.Kubectl;
import dev.compilefarm.testbed.observe.Inventory;
import dev.compilefarm.testbed.project.LongCompile;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Farms whose size somebody else decides: people with kubectl, an HPA, or nobody while paused. */
class ScaleSubresourceIT {
  @RegisterExtension static final Stage stage = new Stage("scale");

  private static final String PART_OF = "app.kubernetes.io/part-of";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration SCALE_DOWN_DELAY = Duration.ofSeconds(8);

  @Test
  void kubectlScalesAFarmAndToLetGoOfItIsNoJump() {
    // Given: an automatic farm without volunteers
    stage
        .user()
        .applyAndAwaitReady(
            "held",
            farm(
                "held",
                "scaling: {maxVolunteers: 5, scaleDownDelaySeconds: %d}"
                    .formatted(SCALE_DOWN_DELAY.toSeconds())));

    // When
    kubectl("scale", "cfarm/held", "--replicas=3");

    // Then: the subresource says what an autoscaler asks of it
    Scale scale =
        eventually(
            "three replicas in the scale subresource",
            SOON,
            () -> scale("held"),
            seen -> seen.getStatus().getReplicas() == 3);
    assertEquals(3, scale.getSpec().getReplicas());
    assertEquals(
        names(stage.user().volunteers("held")),
        names(
            client()
                .pods()
                .inNamespace(stage.namespace())
                .withLabelSelector(scale.getStatus().getSelector())
                .list()
                .getItems()));

    // When: the farm is let go of
    List<Size> sizes = new ArrayList<>();
    long letGo = System.nanoTime();
    stage.user().patchFarm("held", "{\"spec\": {\"replicas\": null}}");

    // Then: it shrinks to its need, in steps or at once, when the delay is over and not before
    eventually(
        "no volunteers asked for",
        SOON,
        () -> {
          sizes.add(size("held"));
          return sizes;
        },
        seen -> seen.getLast().replicas() == 0);
    assertEquals(3, sizes.getFirst().replicas(), sizes::toString);
    for (int i = 1; i < sizes.size(); i++) {
      assertTrue(sizes.get(i).replicas() <= sizes.get(i - 1).replicas(), sizes::toString);
    }
    long shrunk = sizes.stream().filter(s -> s.replicas() < 3).findFirst().orElseThrow().atNanos();
    assertTrue(
        Duration.ofNanos(shrunk - letGo).compareTo(SCALE_DOWN_DELAY) >= 0,
        () -> "shrunk " + Duration.ofNanos(shrunk - letGo) + " after it was let go of: " + sizes);
  }

  /**
   * An HPA needs no metrics to bring a farm within its bounds. Here are none, which it says of the
   * metrics and not of the farm.
   */
  @Test
  void anAutoscalerScalesAFarm() {
    stage.user().applyAndAwaitReady("led", farm("led", "replicas: 1"));

    stage
        .user()
        .apply(
            """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: led}
            spec:
              scaleTargetRef: {apiVersion: compilefarm.dev/v1alpha1, kind: CompileFarm, name: led}
              minReplicas: 2
              maxReplicas: 3
              metrics:
                - type: Resource
                  resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
            """);

    HorizontalPodAutoscaler hpa =
        eventually(
            "the HPA content with two volunteers",
            Duration.ofSeconds(90),
            () ->
                client()
                    .autoscaling()
                    .v2()
                    .horizontalPodAutoscalers()
                    .inNamespace(stage.namespace())
                    .withName("led")
                    .require(),
            seen ->
                Optional.ofNullable(seen.getStatus().getCurrentReplicas()).orElse(0) == 2
                    && condition(seen, "ScalingActive").isPresent());
    assertEquals(2, stage.user().farm("led").getSpec().replicas());
    stage.user().awaitVolunteers("led", 2, SOON);
    assertEquals("True", condition(hpa, "AbleToScale").orElseThrow().getStatus(), hpa::toString);
    String active = condition(hpa, "ScalingActive").orElseThrow().getReason();
    assertNotEquals("InvalidSelector", active, hpa::toString);
    assertNotEquals("ScalingDisabled", active, hpa::toString);
  }

  @Test
  void aPausedFarmStaysAsItIsUntilItGoesOn() {
    // Given: a farm that was paused
    stage
        .user()
        .applyAndAwaitReady(
            "frozen", farm("frozen", "volunteers: {slots: 1}, scaling: {maxVolunteers: 2}"));
    stage.user().awaitAvailable("frozen-dispatcher");
    stage.user().patchFarm("frozen", "{\"spec\": {\"paused\": true}}");
    stage.user().awaitCondition("frozen", "Ready", SOON, c -> c.getReason().equals("Paused"));
    Inventory inventory = new Inventory(client(), stage.namespace());

    // When: one of its objects goes, another is changed, a job comes, and its owner wants a
    // volunteer
    client()
        .policy()
        .v1()
        .podDisruptionBudget()
        .inNamespace(stage.namespace())
        .withName("frozen-volunteers")
        .delete();
    clientConfigMap()
        .edit(map ->
            new ConfigMapBuilder(map)
                .editMetadata()
                .addToLabels(PART_OF, "else")
                .endMetadata()
                .build());
    Map<String, String> before = inventory.labelled("compilefarm.dev/farm", "frozen");
    Build build = stage.developer("ann").buildOn("frozen", LongCompile.SCRIPT);
    stage.user().patchFarm("frozen", "{\"spec\": {\"scaling\": {\"minVolunteers\": 1}}}");

    // Then: the operator says that it saw the job wait, for seconds, and does nothing about it
    eventually(
        "a job in the status that has waited for three seconds",
        SOON,
        () -> stage.user().farm("frozen"),
        farm ->
            farm.getMetadata().getGeneration().equals(farm.getStatus().observedGeneration())
                && waitsForSeconds(farm.getStatus().queue()));
    assertEquals(before, inventory.labelled("compilefarm.dev/farm", "frozen"));

    // When
    stage.user().patchFarm("frozen", "{\"spec\": {\"paused\": false}}");

    // Then
    eventually(
        "the object made again",
        SOON,
        () -> inventory.labelled("compilefarm.dev/farm", "frozen").keySet(),
        objects -> objects.contains("PodDisruptionBudget frozen-volunteers"));
    eventually(
        "the label repaired",
        SOON,
        () -> clientConfigMap().get().getMetadata().getLabels().get(PART_OF),
        "compilefarm"::equals);
    build.await(Duration.ofMinutes(2)).expectSuccess();
  }

  private static boolean waitsForSeconds(QueueStatus queue) {
    return queue != null && queue.queued() == 1 && queue.oldestWaitSeconds() >= 3;
  }

  private static Resource<ConfigMap> clientConfigMap() {
    return client().configMaps().inNamespace(stage.namespace()).withName("frozen-client");
  }

  private static String farm(String name, String spec) {
    return """
    apiVersion: compilefarm.dev/v1alpha1
    kind: CompileFarm
    metadata: {name: %s}
    spec: {%s}
    """
        .formatted(name, spec);
  }

  private static void kubectl(String... arguments) {
    new Kubectl(stage.cluster(), stage.namespace()).run(arguments);
  }

  private static Scale scale(String farm) {
    return client()
        .resources(CompileFarm.class)
        .inNamespace(stage.namespace())
        .withName(farm)
        .scale();
  }

  private static Optional<HorizontalPodAutoscalerCondition> condition(
      HorizontalPodAutoscaler hpa, String type) {
    return hpa.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst();
  }

  private static Set<String> names(List<Pod> pods) {
    return pods.stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
  }

  private static KubernetesClient client() {
    return stage.client();
  }

  /** How many volunteers a farm's Deployment asks for, seen at a time of this machine's clock. */
  private record Size(int replicas, long atNanos) {}

  private static Size size(String farm) {
    int replicas =
        client()
            .apps()
            .deployments()
            .inNamespace(stage.namespace())
            .withName(farm + "-volunteers")
            .require()
            .getSpec()
            .getReplicas();
    return new Size(replicas, System.nanoTime());
  }
}
