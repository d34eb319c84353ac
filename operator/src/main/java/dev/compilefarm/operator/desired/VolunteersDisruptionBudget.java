package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/**
 * Node drains take a part of the volunteers at a time, and each of these finishes its jobs. Those
 * that do not work hold no drain up. The part is rounded up, so it is never nothing.
 */
final class VolunteersDisruptionBudget {
  private VolunteersDisruptionBudget() {}

  static PodDisruptionBudget of(Plan plan) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(Metadata.of(plan, plan.names().volunteers(), Labels.VOLUNTEER))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(plan.volunteers().maxUnavailablePercent() + "%"))
        .withUnhealthyPodEvictionPolicy("AlwaysAllow")
        .withNewSelector()
        .withMatchLabels(Labels.selector(plan.names(), Labels.VOLUNTEER))
        .endSelector()
        .endSpec()
        .build();
  }
}
