package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;

/**
 * What the dispatcher may do: find the volunteers' pods. The operator must hold the same right to
 * grant it.
 */
final class DispatcherRole {
  private DispatcherRole() {}

  static Role of(Plan plan) {
    return new RoleBuilder()
        .withMetadata(Metadata.of(plan, plan.names().dispatcher(), Labels.DISPATCHER))
        .addNewRule()
        .withApiGroups("")
        .withResources("pods")
        .withVerbs("get", "list", "watch")
        .endRule()
        .build();
  }
}
