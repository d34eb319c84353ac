package dev.compilefarm.operator.observe;

import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.names.Labels;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who made a pod, as far as it tells. Labels are copied by hand, and by tools; the reference to a
 * controller is not.
 */
public final class PodMaker {
  private static final String REVISION = "pod-template-hash";

  private PodMaker() {}

  /**
   * The farm that a pod's labels name, if a ReplicaSet of that farm's Deployment controls the pod.
   * Kubernetes calls a ReplicaSet by its Deployment and by the hash of the template, which is a
   * label of its pods too.
   */
  public static Optional<FarmNames> farmOf(Pod pod) {
    return FarmNames.ofLabels(pod).filter(farm -> isMadeBy(farm, pod));
  }

  private static boolean isMadeBy(FarmNames farm, Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return deployment(farm, labels.get(Labels.COMPONENT))
        .map(name -> name + "-" + labels.get(REVISION))
        .filter(replicaSet -> isControlledBy(replicaSet, pod))
        .isPresent();
  }

  private static Optional<String> deployment(FarmNames farm, String component) {
    if (Labels.VOLUNTEER.equals(component)) {
      return Optional.of(farm.volunteers());
    }
    return Labels.DISPATCHER.equals(component) ? Optional.of(farm.dispatcher()) : Optional.empty();
  }

  private static boolean isControlledBy(String replicaSet, Pod pod) {
    List<OwnerReference> owners = pod.getMetadata().getOwnerReferences();
    return owners.stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .filter(owner -> "ReplicaSet".equals(owner.getKind()))
        .anyMatch(owner -> replicaSet.equals(owner.getName()));
  }
}
