package dev.compilefarm.operator.uninstall;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The operator's own Deployment. Each method blocks for requests. For one thread. */
final class OperatorDeployment {
  /** Its grace period is 15 s. The Job of the chart has 120 s for everything. */
  private static final Duration END = Duration.ofSeconds(60);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private Optional<Integer> replicas = Optional.empty();

  OperatorDeployment(KubernetesClient client, String namespace, String name) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
  }

  /**
   * Ends the operator, and waits until none of its pods is left.
   *
   * @return whether none is, after a minute at the longest
   */
  boolean end() throws InterruptedException {
    Optional<DeploymentSpec> spec =
        Optional.ofNullable(deployment().get()).map(Deployment::getSpec);
    if (spec.isEmpty()) {
      return true;
    }
    replicas = spec.map(DeploymentSpec::getReplicas);
    scale(0);
    long endNanos = System.nanoTime() + END.toNanos();
    while (hasPods(spec.get().getSelector().getMatchLabels())) {
      if (System.nanoTime() - endNanos > 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
    }
    return true;
  }

  /** As many operators as there were before {@link #end}; nothing where there was no Deployment. */
  void beginAgain() {
    replicas.ifPresent(this::scale);
  }

  /** Deletes the Lease by which one of the operators acted. It has the Deployment's name. */
  void deleteLease() {
    client.leases().inNamespace(namespace).withName(name).delete();
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
