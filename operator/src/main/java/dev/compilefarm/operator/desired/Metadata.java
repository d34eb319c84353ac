package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/**
 * What all objects of a farm have in common: its namespace, its labels, and the farm as their
 * owner.
 */
final class Metadata {
  private Metadata() {}

  static ObjectMeta of(Plan plan, String name, String component) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(plan.names().namespace())
        .withLabels(Labels.of(plan.names(), component))
        .withOwnerReferences(plan.owner().reference())
        .build();
  }
}
