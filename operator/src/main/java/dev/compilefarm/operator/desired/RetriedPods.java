package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.Annotations;
import dev.compilefarm.operator.plan.PodCreationRetry;
import java.util.Map;

/**
 * What makes the cluster try again to create a Deployment's pods: the Deployment's controller
 * copies an annotation to the newest ReplicaSet (SetNewReplicaSetAnnotations in
 * pkg/controller/deployment/util), and whoever creates pods looks at a changed ReplicaSet at once.
 * No pod is replaced by it.
 */
final class RetriedPods {
  private RetriedPods() {}

  static Map<String, String> annotations(PodCreationRetry retry) {
    return retry
        .at()
        .map(at -> Map.of(Annotations.POD_CREATION_RETRIED, at.toString()))
        .orElse(Map.of());
  }
}
