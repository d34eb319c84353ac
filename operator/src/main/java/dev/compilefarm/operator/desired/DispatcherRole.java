package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;

/**
 * What the dispatcher may do: find the volunteers' pods and its own successor, and learn whether
 * its farm and its namespace stay. The operator must hold the same rights to grant them.
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
        .addNewRule()
        .withApiGroups("compilefarm.dev")
        .withResources("compilefarms")
        .withResourceNames(plan.names().farm())
        .withVerbs("get")
        .endRule()
        // A Role reaches the namespace that it is in.
        .addNewRule()
        .withApiGroups("")
        .withResources("namespaces")
        .withResourceNames(plan.names().namespace())
        .withVerbs("get")
        .endRule()
        .build();
  }
}
