package dev.compilefarm.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.e2e.cluster.ProjectImage;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
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
      stage.user().patchFarm("poor", "{\"spec\": {\"replicas\": 1}}");

      Condition condition = awaitReason("poor", "CapacityLimited", "QuotaExceeded");

      assertEquals("True", condition.getStatus());
      assertSays(condition, "poor-volunteers");
      assertSays(condition, "no-more-pods");
    } finally {
      stage
          .client()
          .resourceQuotas()
          .inNamespace(stage.namespace())
          .withName("no-more-pods")
          .delete();
    }
  }

  /**
   * A pod's image is one of the few things that may be changed: the process in it is then not a
   * dispatcher any more.
   */
  @Test
  void aDispatcherThatDoesNotAnswerIsNamed() {
    stage.user().applyAndAwaitReady("mute", farm("mute"));
    Pod dispatcher = stage.dispatcherOf("mute").pods().getFirst();

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

    Condition condition =
        stage
            .user()
            .awaitCondition("mute", "Ready", NOTICED, seen -> !seen.getStatus().equals("True"));
    assertSays(condition, "mute-dispatcher");
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
