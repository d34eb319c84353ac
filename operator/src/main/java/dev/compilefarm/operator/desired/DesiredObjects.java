package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/** All objects of a farm, those first that others need. */
public final class DesiredObjects {
  private DesiredObjects() {}

  public static List<HasMetadata> of(Plan plan) {
    return List.of(
        DispatcherServiceAccount.of(plan),
        DispatcherRole.of(plan),
        DispatcherRoleBinding.of(plan),
        DispatcherDeployment.of(plan),
        FarmService.of(plan),
        VolunteersService.of(plan),
        VolunteersDisruptionBudget.of(plan),
        ClientConfigMap.of(plan),
        TenantsConfigMap.of(plan),
        VolunteersDeployment.of(plan));
  }
}
