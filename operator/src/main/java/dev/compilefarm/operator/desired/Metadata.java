package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

/**
 * What all objects of a farm have in common: its namespace, its labels, the farm as their owner,
 * and what the farm says that they carry.
 */
final class Metadata {
  private Metadata() {}

  static ObjectMeta of(Plan plan, String name, String component) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(plan.names().namespace())
        .withLabels(
            VolunteerPod.merged(plan.metadata().labels(), Labels.of(plan.names(), component)))
        .withAnnotations(plan.metadata().annotations())
        .withOwnerReferences(plan.owner().reference())
        .build();
  }
}
