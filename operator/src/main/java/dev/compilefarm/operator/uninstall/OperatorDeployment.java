package dev.compilefarm.operator.uninstall;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The operator's own Deployment. Each method blocks for requests. */
final class OperatorDeployment {
  /** Its grace period is 15 s. */
  private static final Duration END = Duration.ofSeconds(90);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final String namespace;
  private final String name;

  OperatorDeployment(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  /**
   * Ends the operator, and waits until none of its pods is left.
   *
   * @return whether none is, for a minute and a half at the longest
   */
  boolean end() throws InterruptedException {
    Optional<Map<String, String>> selector =
        Optional.ofNullable(deployment().get())
            .map(found -> found.getSpec().getSelector().getMatchLabels());
    if (selector.isEmpty()) {
      return true;
    }
    scale(0);
    long endNanos = System.nanoTime() + END.toNanos();
    while (hasPods(selector.get())) {
      if (System.nanoTime() - endNanos > 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
    }
    return true;
  }

  /** One operator, as the chart has it. */
  void beginAgain() {
    scale(1);
  }

  private boolean hasPods(Map<String, String> selector) {
    return !client.pods().inNamespace(namespace).withLabels(selector).list().getItems().isEmpty();
  }

  /** By a patch, since the operator may patch Deployments but not their scale. */
  private void scale(int replicas) {
    deployment()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"replicas\":%d}}".formatted(replicas));
  }

  private RollableScalableResource<Deployment> deployment() {
    return client.apps().deployments().inNamespace(namespace).withName(name);
  }
}
