package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;

/** Who the dispatcher is to the API server. */
final class DispatcherServiceAccount {
  private DispatcherServiceAccount() {}

  static ServiceAccount of(Plan plan) {
    return new ServiceAccountBuilder()
        .withMetadata(Metadata.of(plan, plan.names().dispatcher(), Labels.DISPATCHER))
        .build();
  }
}
