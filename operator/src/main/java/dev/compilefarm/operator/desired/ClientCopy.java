package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;

/**
 * A ConfigMap of the farm's clients for another namespace. It has no owner: an owner reference does
 * not reach over namespaces, and the cluster would remove the object. Labels name the farm.
 */
final class ClientCopy {
  private ClientCopy() {}

  static ConfigMap of(ConfigMap own, Plan plan, String namespace) {
    return new ConfigMapBuilder(own)
        .editMetadata()
        .withNamespace(namespace)
        .addToLabels(Labels.FARM_NAMESPACE, plan.names().namespace())
        .withOwnerReferences()
        .endMetadata()
        .build();
  }
}
