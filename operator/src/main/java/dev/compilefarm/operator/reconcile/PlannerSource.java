package dev.compilefarm.operator.reconcile;

import dev.compilefarm.operator.plan.Planner;

/** Makes the planner, once it is known what kind of cluster this is. Thread-safe. */
@FunctionalInterface
public interface PlannerSource {
  /**
   * The planner. Blocks for one request as long as the cluster has not been asked.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException where it does not answer
   */
  Planner planner();
}
