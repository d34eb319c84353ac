package dev.compilefarm.e2e.chart;

import static dev.compilefarm.testbed.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.cluster.Chart;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.EditReplacePatchable;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
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

  /** Without rights in the cluster: the chart adds farms to the roles that every cluster has. */
  @Test
  void anEditorOfANamespaceMakesAFarmAndAViewerSeesIt() {
    stage.user().apply(binding("editor", "edit"));
    stage.user().apply(binding("viewer", "view"));
    CompileFarm farm = new CompileFarm();
    farm.setMetadata(new ObjectMetaBuilder().withName("edited").build());

    // The roles are put together by a controller, in its own time.
    eventually(
        "a farm made by the namespace's editor",
        Duration.ofSeconds(60),
        () -> {
          try {
            return farms(as("editor")).resource(farm).serverSideApply() != null;
          } catch (KubernetesClientException e) {
            return false;
          }
        },
        isMade -> isMade);
    farms(as("editor")).withName("edited").patch(MERGE, "{\"spec\": {\"replicas\": 0}}");

    assertEquals(0, farms(as("viewer")).withName("edited").require().getSpec().replicas());
    assertRefused("cannot delete resource", () -> farms(as("viewer")).withName("edited").delete());
    farms(as("editor")).withName("edited").delete();
  }

  private static NonNamespaceOperation<
          CompileFarm, KubernetesResourceList<CompileFarm>, Resource<CompileFarm>>
      farms(KubernetesClient client) {
    return client.resources(CompileFarm.class).inNamespace(stage.namespace());
  }

  private static String binding(String user, String role) {
    return """
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: {name: %1$s}
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %2$s}
    subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %1$s}]
    """
        .formatted(user, role);
  }

  private static void assertRefused(String words, Executable patch) {
    KubernetesClientException refusal = assertThrows(KubernetesClientException.class, patch);
    assertTrue(refusal.getMessage().contains(words), refusal::getMessage);
  }

  private static EditReplacePatchable<Pod> status(KubernetesClient client, String name) {
    return pod(client, name).subresource("status");
  }

  /** Given as an object, the client writes without reading before, as the operator does. */
  private static PodResource pod(KubernetesClient client, String name) {
    return client
        .pods()
        .inNamespace(stage.namespace())
        .resource(new PodBuilder().withNewMetadata().withName(name).endMetadata().build());
  }

  private static Map<String, String> annotations(String name) {
    return stage
        .client()
        .pods()
        .inNamespace(stage.namespace())
        .withName(name)
        .require()
        .getMetadata()
        .getAnnotations();
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
    return as("system:serviceaccount:%s:compilefarm-operator".formatted(Chart.NAMESPACE));
  }

  private static KubernetesClient as(String user) {
    RequestConfig config =
        new RequestConfigBuilder(stage.client().getConfiguration().getRequestConfig())
            .withImpersonateUsername(user)
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
