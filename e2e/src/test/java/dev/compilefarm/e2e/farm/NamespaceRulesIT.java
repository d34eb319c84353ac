package dev.compilefarm.e2e.farm;

import static dev.compilefarm.testbed.Eventually.eventually;
import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.compilefarm.testbed.DisturbsOthers;
import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.Build;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Namespaces and nodes with rules of their own: a farm works there, or a condition names the field
 * that the rule asks for. All stages enforce Pod Security's level {@code restricted}. It taints the
 * only node, so it disturbs others.
 */
@DisturbsOthers
class NamespaceRulesIT {
  @RegisterExtension static final Stage stage = new Stage("namespace-rules");

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String TAINT = "compilefarm.dev/e2e-dedicated";

  private static final String QUOTA =
      """
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: team}
      spec:
        hard: {limits.cpu: "8", limits.memory: 8Gi, requests.cpu: "4", requests.memory: 6Gi}
      """;

  private static final String LIMIT_RANGE =
      """
      apiVersion: v1
      kind: LimitRange
      metadata: {name: team}
      spec:
        limits:
        - type: Container
          default: {cpu: "1", memory: 512Mi}
          defaultRequest: {cpu: 50m, memory: 64Mi}
      """;

  private static final String BUILD =
      "echo 'int a;' >a.c && DISTCC_FALLBACK=0 distcc gcc -c a.c && test -s a.o";

  @Test
  void quotaOnLimitsIsMetByTheDispatcherAndNamedForVolunteers() {
    try {
      // Given: every pod must say its limits
      create(QUOTA);
      stage
          .user()
          .applyAndAwaitReady(
              "quota",
              """
              apiVersion: compilefarm.dev/v1alpha1
              kind: CompileFarm
              metadata: {name: quota}
              spec: {replicas: 1, volunteers: {slots: 1}}
              """);
      eventually(
          "a condition that names limits.cpu",
          PATIENCE,
          () -> stage.user().conditions(stage.user().farm("quota")),
          conditions ->
              conditions.stream()
                  .filter(condition -> condition.getStatus().equals("True"))
                  .anyMatch(condition -> condition.getMessage().contains("limits.cpu")));

      // When: the farm says those of its volunteers
      stage
          .user()
          .patchFarm(
              "quota",
              """
              {"spec": {"volunteers": {"resources": {
                "requests": {"cpu": "100m", "memory": "256Mi"},
                "limits": {"cpu": "1", "memory": "512Mi"}}}}}
              """);

      // Then
      stage.user().awaitVolunteers("quota", 1, PATIENCE);
      // And where the namespace has defaults for pods that say nothing, as builds here, all is well
      create(LIMIT_RANGE);
      buildWithDefaults().await(PATIENCE).expectSuccess();
    } finally {
      stage.user().deleteFarm("quota");
      delete(QUOTA);
      delete(LIMIT_RANGE);
    }
  }

  /** The API server's own cache learns of the defaults a moment after they were made. */
  private static Build buildWithDefaults() {
    return eventually(
            "a build's pod that is taken",
            PATIENCE,
            () -> {
              try {
                return Optional.of(stage.developer("ann").buildOn("quota", BUILD));
              } catch (KubernetesClientException e) {
                assertEquals(HTTP_FORBIDDEN, e.getCode(), e::getMessage);
                return Optional.<Build>empty();
              }
            },
            Optional::isPresent)
        .orElseThrow();
  }

  /** An API server without them takes the Deployment and leaves the volume out. */
  @Test
  void volumesOfAKindThatTheClusterLacksAreNamed() {
    try {
      stage
          .user()
          .apply(
              """
              apiVersion: compilefarm.dev/v1alpha1
              kind: CompileFarm
              metadata: {name: lacking}
              spec:
                replicas: 0
                volunteers:
                  template:
                    volumes: [{name: sdk, image: {reference: "example.com/sdk:1"}}]
                    volumeMounts: [{name: sdk, mountPath: /opt/sdk}]
              """);
      String version = stage.client().getKubernetesVersion().getMinor();
      assumeTrue(
          Integer.parseInt(version.replaceAll("\\D", "")) < 35, "this cluster has image volumes");

      stage
          .user()
          .awaitCondition(
              "lacking",
              "Ready",
              PATIENCE,
              condition ->
                  condition.getReason().equals("ObjectRefused")
                      && condition.getMessage().contains("volumes of kind image sdk"));
    } finally {
      stage.user().deleteFarm("lacking");
    }
  }

  @Test
  void bothPodsOfAFarmRunOnTaintedNodes() {
    taint(List.of(new TaintBuilder().withKey(TAINT).withEffect("NoSchedule").build()));
    try {
      stage
          .user()
          .applyAndAwaitReady(
              "dedicated",
              """
              apiVersion: compilefarm.dev/v1alpha1
              kind: CompileFarm
              metadata: {name: dedicated}
              spec:
                replicas: 1
                volunteers:
                  slots: 1
                  template:
                    tolerations: [{key: %1$s, operator: Exists, effect: NoSchedule}]
                    imagePullSecrets: [{name: mirror}]
                dispatcher:
                  template:
                    tolerations: [{key: %1$s, operator: Exists, effect: NoSchedule}]
                    imagePullSecrets: [{name: mirror}]
              """
                  .formatted(TAINT));
      stage.user().awaitVolunteers("dedicated", 1, PATIENCE);

      assertEquals(
          List.of("mirror", "mirror"),
          Stream.concat(
                  stage.user().volunteers("dedicated").stream(),
                  stage.dispatcherOf("dedicated").pods().stream())
              .map(pod -> pod.getSpec())
              .map(NamespaceRulesIT::pullSecret)
              .toList(),
          "the Secret of both pods");
    } finally {
      taint(List.of());
      stage.user().deleteFarm("dedicated");
    }
  }

  private static String pullSecret(PodSpec pod) {
    return pod.getImagePullSecrets().getFirst().getName();
  }

  private static void create(String yaml) {
    stage.client().load(stream(yaml)).inNamespace(stage.namespace()).create();
  }

  private static void delete(String yaml) {
    stage.client().load(stream(yaml)).inNamespace(stage.namespace()).delete();
  }

  private static ByteArrayInputStream stream(String yaml) {
    return new ByteArrayInputStream(yaml.getBytes(UTF_8));
  }

  /** Each node has these taints, and those of others. */
  private static void taint(List<Taint> taints) {
    for (Node node : stage.client().nodes().list().getItems()) {
      stage
          .client()
          .nodes()
          .withName(node.getMetadata().getName())
          .edit(found -> {
            List<Taint> all = new ArrayList<>(found.getSpec().getTaints());
            all.removeIf(taint -> taint.getKey().equals(TAINT));
            all.addAll(taints);
            found.getSpec().setTaints(all);
            return found;
          });
    }
  }
}
