package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;

/** Gives the dispatcher its role. */
final class DispatcherRoleBinding {
  private DispatcherRoleBinding() {}

  static RoleBinding of(Plan plan) {
    String name = plan.names().dispatcher();
    return new RoleBindingBuilder()
        .withMetadata(Metadata.of(plan, name, Labels.DISPATCHER))
        .withNewRoleRef()
        .withApiGroup("rbac.authorization.k8s.io")
        .withKind("Role")
        .withName(name)
        .endRoleRef()
        .addNewSubject()
        .withKind("ServiceAccount")
        .withName(DispatcherServiceAccount.name(plan))
        .withNamespace(plan.names().namespace())
        .endSubject()
        .build();
  }
}
