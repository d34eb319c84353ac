package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import java.util.Optional;

/** Who the dispatcher is to the API server. */
final class DispatcherServiceAccount {
  private DispatcherServiceAccount() {}

  /** That of the farm, if it names one; else one of its own. */
  static String name(Plan plan) {
    return Optional.ofNullable(plan.dispatcher().spec().template().serviceAccountName())
        .orElse(plan.names().dispatcher());
  }

  static ServiceAccount of(Plan plan) {
    return new ServiceAccountBuilder()
        .withMetadata(Metadata.of(plan, plan.names().dispatcher(), Labels.DISPATCHER))
        .build();
  }
}
