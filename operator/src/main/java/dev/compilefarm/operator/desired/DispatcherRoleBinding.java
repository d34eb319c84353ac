package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;

/**
 * Lets the dispatcher find its farm's pods and its own successor, and learn whether its farm and
 * its namespace stay. The rights are in a ClusterRole of the chart, and reach the farm's namespace.
 */
final class DispatcherRoleBinding {
  private DispatcherRoleBinding() {}

  static RoleBinding of(Plan plan) {
    String role = plan.pods().dispatcherRole();
    return new RoleBindingBuilder()
        .withMetadata(Metadata.of(plan, plan.names().dispatcherBinding(role), Labels.DISPATCHER))
        .withNewRoleRef()
        .withApiGroup("rbac.authorization.k8s.io")
        .withKind("ClusterRole")
        .withName(role)
        .endRoleRef()
        .addNewSubject()
        .withKind("ServiceAccount")
        .withName(DispatcherServiceAccount.name(plan))
        .withNamespace(plan.names().namespace())
        .endSubject()
        .build();
  }
}
