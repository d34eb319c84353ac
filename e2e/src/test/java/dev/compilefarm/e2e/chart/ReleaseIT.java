package dev.compilefarm.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.cluster.Chart;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.EditReplacePatchable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/** The chart's release in a namespace that enforces Pod Security's {@code restricted}. */
class ReleaseIT {
  @RegisterExtension static final Stage stage = new Stage("release");

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  @Test
  void helmTestPasses() {
    assertEquals("deployed", new Chart(stage.cluster()).test().getStatus());
  }

  @Test
  void anUpgradeToTheSameChangesNothing() {
    List<String> before = operatorPods();

    new Chart(stage.cluster()).install(stage.client());

    assertEquals(before, operatorPods());
  }

  /** Labels say what Pod Security enforces, and a patch of the status could change them. */
  @Test
  void theOperatorMayWriteANamespacesConditionsAlone() {
    KubernetesClient operator = asOperator();

    patchStatus(
        operator, "{\"status\": {\"conditions\": [{\"type\": \"Test\", \"status\": \"True\"}]}}");
    KubernetesClientException refusal =
        assertThrows(
            KubernetesClientException.class,
            () ->
                patchStatus(
                    operator,
                    "{\"metadata\": {\"labels\": {\"pod-security.kubernetes.io/enforce\": \"privileged\"}}}"));

    assertTrue(refusal.getMessage().contains("nothing else of it"), refusal::getMessage);
    assertTrue(
        stage
            .client()
            .namespaces()
            .withName(stage.namespace())
            .require()
            .getStatus()
            .getConditions()
            .stream()
            .anyMatch(condition -> condition.getType().equals("Test")));
  }

  /** A patch of the pod could change its image, and one of its status its labels. */
  @Test
  void theOperatorMayWriteTheMarksOfVolunteersAndNothingElseOfPods() {
    stage.user().apply(pod("marked", "volunteer"));
    stage.user().apply(pod("other", "dispatcher"));
    KubernetesClient operator = asOperator();
    String mark =
        """
        {"metadata": {"annotations": {
          "compilefarm.dev/no-new-jobs": "scale-down",
          "compilefarm.dev/drain": "scale-down",
          "controller.kubernetes.io/pod-deletion-cost": "-100"}}}\
        """;

    status(operator, "marked").patch(MERGE, mark);
    assertEquals("scale-down", annotations("marked").get("compilefarm.dev/no-new-jobs"));
    status(operator, "marked").patch(MERGE, mark.replaceAll("\"(scale-down|-100)\"", "null"));
    assertEquals(Map.of("compilefarm.dev/slots", "1"), annotations("marked"));

    assertRefused("no other pods", () -> status(operator, "other").patch(MERGE, mark));
    for (String slots : List.of("\"9\"", "\"\"", "null")) {
      assertRefused(
          "and no others",
          () ->
              status(operator, "marked")
                  .patch(
                      MERGE,
                      "{\"metadata\": {\"annotations\": {\"compilefarm.dev/slots\": %s}}}"
                          .formatted(slots)));
    }
    assertRefused(
        "and no others",
        () ->
            status(operator, "marked")
                .patch(MERGE, "{\"metadata\": {\"annotations\": {\"new\": \"\"}}}"));
    assertRefused(
        "nothing else of it",
        () ->
            status(operator, "marked")
                .patch(MERGE, "{\"metadata\": {\"labels\": {\"app\": \"payments\"}}}"));
    assertRefused(
        "nothing else of it",
        () -> status(operator, "marked").patch(MERGE, "{\"status\": {\"podIP\": \"10.0.0.1\"}}"));
    assertRefused(
        "cannot patch resource \"pods\"", () -> pod(operator, "marked").patch(MERGE, mark));
  }

  private static void assertRefused(String words, Executable patch) {
    KubernetesClientException refusal = assertThrows(KubernetesClientException.class, patch);
    assertTrue(refusal.getMessage().contains(words), refusal::getMessage);
  }

  private static EditReplacePatchable<Pod> status(KubernetesClient client, String name) {
    return pod(client, name).subresource("status");
  }

  private static PodResource pod(KubernetesClient client, String name) {
    return client.pods().inNamespace(stage.namespace()).withName(name);
  }

  private static Map<String, String> annotations(String name) {
    return pod(stage.client(), name).require().getMetadata().getAnnotations();
  }

  /** One that never runs. */
  private static String pod(String name, String component) {
    return """
    apiVersion: v1
    kind: Pod
    metadata:
      name: %s
      labels:
        compilefarm.dev/farm: none
        app.kubernetes.io/managed-by: compilefarm-operator
        app.kubernetes.io/component: %s
      annotations: {compilefarm.dev/slots: "1"}
    spec:
      schedulingGates: [{name: example.com/never}]
      securityContext: {runAsNonRoot: true, runAsUser: 10001, seccompProfile: {type: RuntimeDefault}}
      containers:
        - name: none
          image: none
          securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
    """
        .formatted(name, component);
  }

  private static KubernetesClient asOperator() {
    RequestConfig config =
        new RequestConfigBuilder(stage.client().getConfiguration().getRequestConfig())
            .withImpersonateUsername(
                "system:serviceaccount:%s:compilefarm-operator".formatted(Chart.NAMESPACE))
            .build();
    return stage.client().newClient(config).adapt(KubernetesClient.class);
  }

  private static void patchStatus(KubernetesClient client, String patch) {
    client
        .namespaces()
        .withName(stage.namespace())
        .subresource("status")
        .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch);
  }

  private static List<String> operatorPods() {
    return Chart.operatorPods(stage.client()).stream()
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }
}
