package dev.compilefarm.operator.observe;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Optional;

/** The conditions of a pod, which a new one has none of. */
final class PodConditions {
  private PodConditions() {}

  static Optional<PodCondition> ready(Pod pod) {
    return of(pod, "Ready");
  }

  static Optional<PodCondition> of(Pod pod, String type) {
    return Optional.ofNullable(pod.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(condition -> type.equals(condition.getType()))
        .findFirst();
  }
}
