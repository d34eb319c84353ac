package dev.compilefarm.operator.apply;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.names.FarmNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;

/** Whose an object is. */
final class Ownership {
  private Ownership() {}

  /**
   * An object is a farm's if the farm is its owner; or if nobody is and it has the farm's labels:
   * then somebody took the owner reference away, which is repaired; or it is in another namespace,
   * where no owner reference can lead to the farm. One of a deleted farm of the same name is
   * foreign until the cluster has removed it.
   */
  static boolean isForeign(HasMetadata object, CompileFarm farm) {
    List<OwnerReference> owners = object.getMetadata().getOwnerReferences();
    if (owners.isEmpty()) {
      return FarmNames.ofLabels(object).filter(FarmNames.of(farm)::equals).isEmpty();
    }
    return owners.stream()
        .map(OwnerReference::getUid)
        .noneMatch(farm.getMetadata().getUid()::equals);
  }
}
