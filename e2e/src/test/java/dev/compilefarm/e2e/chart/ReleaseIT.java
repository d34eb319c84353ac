package dev.compilefarm.e2e.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.cluster.Chart;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfig;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The chart's release in a namespace that enforces Pod Security's {@code restricted}. */
class ReleaseIT {
  @RegisterExtension static final Stage stage = new Stage("release");

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
    RequestConfig asOperator =
        new RequestConfigBuilder(stage.client().getConfiguration().getRequestConfig())
            .withImpersonateUsername(
                "system:serviceaccount:%s:compilefarm-operator".formatted(Chart.NAMESPACE))
            .build();
    KubernetesClient operator = stage.client().newClient(asOperator).adapt(KubernetesClient.class);

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
