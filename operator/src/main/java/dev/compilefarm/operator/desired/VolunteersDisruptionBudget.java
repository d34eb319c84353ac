package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/**
 * Node drains take volunteers one after the other, so that each can finish its jobs. Those that do
 * not work hold no drain up.
 */
final class VolunteersDisruptionBudget {
  private VolunteersDisruptionBudget() {}

  static PodDisruptionBudget of(Plan plan) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(Metadata.of(plan, plan.names().volunteers(), Labels.VOLUNTEER))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        .withUnhealthyPodEvictionPolicy("AlwaysAllow")
        .withNewSelector()
        .withMatchLabels(Labels.selector(plan.names(), Labels.VOLUNTEER))
        .endSelector()
        .endSpec()
        .build();
  }
}
