package dev.compilefarm.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.e2e.cluster.ProjectImage;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What keeps a farm from working stands in its conditions: the cause, and the object to look at.
 */
class FarmConditionsIT {
  @RegisterExtension static final Stage stage = new Stage("conditions");

  private static final Duration NOTICED = Duration.ofSeconds(60);

  @Test
  void anImageThatCannotBePulledIsNamed() {
    stage
        .user()
        .applyAndAwaitReady(
            "unpullable",
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: unpullable}
            spec:
              replicas: 1
              volunteers: {image: "registry.invalid/no/such-volunteer:1"}
            """);

    Condition condition =
        awaitReason("unpullable", "VolunteersFailing", "VolunteerImageUnpullable");

    assertEquals("True", condition.getStatus());
    String pod = stage.user().volunteers("unpullable").getFirst().getMetadata().getName();
    assertSays(condition, pod);
    assertSays(condition, "registry.invalid/no/such-volunteer:1");
  }

  @Test
  void aQuotaThatForbidsVolunteersIsNamed() {
    stage.user().applyAndAwaitReady("poor", farm("poor"));
    withoutRoomForPods(() -> {
      stage.user().patchFarm("poor", "{\"spec\": {\"replicas\": 1}}");

      Condition condition = awaitReason("poor", "CapacityLimited", "QuotaExceeded");

      assertEquals("True", condition.getStatus());
      assertSays(condition, "poor-volunteers");
      assertSays(condition, "no-more-pods");
    });
  }

  /**
   * A pod that is ready and says nothing takes the dispatcher's place: with the labels of the
   * dispatcher's ReplicaSet it is adopted by it, and a quota keeps a real one from coming back.
   */
  @Test
  void aDispatcherThatDoesNotAnswerIsNamed() {
    stage.user().applyAndAwaitReady("mute", farm("mute"));
    Pod dispatcher = stage.dispatcherOf("mute").pods().getFirst();
    stage.user().apply(impostor());
    PodResource impostor =
        stage.client().pods().inNamespace(stage.namespace()).withName("impostor");
    impostor.waitUntilReady(NOTICED.toSeconds(), TimeUnit.SECONDS);
    withoutRoomForPods(() -> {
      stage.user().killPod(dispatcher.getMetadata().getName());
      impostor.edit(pod -> {
        pod.getMetadata().setLabels(dispatcher.getMetadata().getLabels());
        return pod;
      });

      Condition condition = awaitReason("mute", "Ready", "DispatcherSilent");

      assertEquals("Unknown", condition.getStatus());
      assertSays(condition, "Pod impostor does not answer GET /v1/load");
    });
  }

  /**
   * A pod's image is one of the few things that may be changed: its program is then told to end,
   * and another starts.
   */
  @Test
  void aDispatcherThatDoesNotStayUpIsNamed() {
    stage.user().applyAndAwaitReady("broken", farm("broken"));
    Pod dispatcher = stage.dispatcherOf("broken").pods().getFirst();

    stage
        .client()
        .resource(dispatcher)
        .edit(pod -> {
          pod.getSpec()
              .getContainers()
              .getFirst()
              .setImage(stage.cluster().image(ProjectImage.VOLUNTEER).toString());
          return pod;
        });

    Condition condition = awaitReason("broken", "Ready", "DispatcherCrashing");
    assertEquals("False", condition.getStatus());
    assertSays(condition, dispatcher.getMetadata().getName());
  }

  /** Pods that are there stay; new ones are refused. */
  private static void withoutRoomForPods(Runnable test) {
    stage
        .user()
        .apply(
            """
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: no-more-pods}
            spec:
              hard: {pods: "0"}
            """);
    try {
      test.run();
    } finally {
      stage
          .client()
          .resourceQuotas()
          .inNamespace(stage.namespace())
          .withName("no-more-pods")
          .delete();
    }
  }

  private static String impostor() {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: impostor}
    spec:
      terminationGracePeriodSeconds: 1
      securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
      containers:
        - name: dispatcher
          image: %s
          command: [sleep, infinity]
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
    """
        .formatted(stage.cluster().image(ProjectImage.CLIENT));
  }

  private static Condition awaitReason(String farm, String type, String reason) {
    return stage
        .user()
        .awaitCondition(farm, type, NOTICED, seen -> seen.getReason().equals(reason));
  }

  private static void assertSays(Condition condition, String part) {
    assertTrue(
        condition.getMessage().contains(part),
        () -> part + " is not in the message of " + condition);
  }

  private static String farm(String name) {
    return """
    apiVersion: compilefarm.dev/v1alpha1
    kind: CompileFarm
    metadata: {name: %s}
    spec: {replicas: 0}
    """
        .formatted(name);
  }
}
