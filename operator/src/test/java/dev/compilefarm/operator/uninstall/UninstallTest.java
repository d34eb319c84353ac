package dev.compilefarm.operator.uninstall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to the operator and to farms before a release goes. */
class UninstallTest {
  private static final String DEPLOYMENT = "/apis/apps/v1/namespaces/ops/deployments/operator";
  private static final String FARMS = "/apis/compilefarm.dev/v1alpha1/compilefarms";
  private static final String FARMS_OF_CI =
      "/apis/compilefarm.dev/v1alpha1/namespaces/ci/compilefarms";
  private static final String FARM =
      """
      {"apiVersion": "compilefarm.dev/v1alpha1", "kind": "CompileFarm", "metadata": {"name": "main",
       "namespace": "ci", "resourceVersion": "7", "finalizers": ["other/one", "compilefarm.dev/drain"]}}
      """;

  private FixedReplies server;
  private KubernetesClient client;

  @BeforeEach
  void twoOperatorsAndOneFarm() throws IOException {
    server = new FixedReplies();
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl("http://localhost:" + server.port())
            .withRequestRetryBackoffLimit(0)
            .build();
    client = new KubernetesClientBuilder().withConfig(config).build();
    server.answer(
        DEPLOYMENT,
        """
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "operator", "namespace": "ops"},
         "spec": {"replicas": 2, "selector": {"matchLabels": {"a": "b"}}}}
        """);
    server.answer("/api/v1/namespaces/ops/pods", list("Pod", ""));
    server.answer(FARMS, list("CompileFarm", FARM));
    server.answer(FARMS_OF_CI, list("CompileFarm", FARM));
    server.answer(FARMS_OF_CI + "/main", FARM);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void endsTheOperatorAndThenLetsFarmsGo() throws InterruptedException {
    assertTrue(uninstall(List.of()));

    assertEquals(
        List.of(
            DEPLOYMENT + " {\"spec\":{\"replicas\":0}}",
            FARMS_OF_CI
                + "/main {\"metadata\":{\"resourceVersion\":\"7\",\"finalizers\":[\"other/one\"]}}"),
        server.patches());
  }

  @Test
  void farmThatKeepsItsFinalizerBringsBackAsManyOperatorsAsThereWere() throws InterruptedException {
    server.refuse(FARMS_OF_CI + "/main", 409);

    assertFalse(uninstall(List.of()));

    assertEquals(DEPLOYMENT + " {\"spec\":{\"replicas\":2}}", server.patches().getLast());
  }

  @Test
  void anyErrorBringsTheOperatorBack() {
    server.refuse(FARMS, 500);

    assertThrows(KubernetesClientException.class, () -> uninstall(List.of()));

    assertEquals(
        List.of(
            DEPLOYMENT + " {\"spec\":{\"replicas\":0}}",
            DEPLOYMENT + " {\"spec\":{\"replicas\":2}}"),
        server.patches());
  }

  @Test
  void watchedNamespaceThatIsGoneHoldsNobodyUp() throws InterruptedException {
    server.refuse("/apis/compilefarm.dev/v1alpha1/namespaces/gone/compilefarms", 403);

    assertTrue(uninstall(List.of("gone", "ci")));

    assertTrue(server.patches().getLast().startsWith(FARMS_OF_CI), server.patches().toString());
  }

  /** Farms that nobody may look at may be there. */
  @Test
  void watchedNamespaceWithoutTheRightsIsAnError() {
    server.refuse(FARMS_OF_CI, 403);
    server.answer(
        "/api/v1/namespaces/ci",
        "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"ci\"}}");

    assertThrows(KubernetesClientException.class, () -> uninstall(List.of("ci")));

    assertEquals(DEPLOYMENT + " {\"spec\":{\"replicas\":2}}", server.patches().getLast());
  }

  @Test
  void clusterWithoutTheDefinitionHasNoFarm() throws InterruptedException {
    server.refuse(FARMS, 404);

    assertTrue(uninstall(List.of()));
  }

  @Test
  void operatorThatIsGoneIsNotBegunAgain() {
    server.refuse(DEPLOYMENT, 404);
    server.refuse(FARMS, 500);

    assertThrows(KubernetesClientException.class, () -> uninstall(List.of()));

    assertEquals(List.of(), server.patches());
  }

  private boolean uninstall(List<String> namespaces) throws InterruptedException {
    return Uninstall.run(
        new OperatorDeployment(client, "ops", "operator"), new FarmFinalizers(client, namespaces));
  }

  private static String list(String kind, String items) {
    return "{\"kind\": \"%sList\", \"metadata\": {}, \"items\": [%s]}".formatted(kind, items);
  }
}
