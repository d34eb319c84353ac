package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The objects of a farm, those first that others need. */
public final class DesiredObjects {
  private DesiredObjects() {}

  /** What is to be there. Of a farm that is being deleted: what is still to be changed. */
  public static List<HasMetadata> of(Plan plan) {
    return plan.deletedBy().isPresent() ? List.of(VolunteersDeployment.of(plan)) : all(plan);
  }

  /** The clients' ConfigMaps for namespaces that are not the farm's own. */
  public static List<ConfigMap> clientCopies(Plan plan, Collection<String> namespaces) {
    return namespaces.stream()
        .flatMap(namespace ->
            Stream.of(ClientConfigMap.of(plan), TenantsConfigMap.of(plan))
                .map(own -> ClientCopy.of(own, plan, namespace)))
        .toList();
  }

  private static List<HasMetadata> all(Plan plan) {
    return Stream.concat(
            plan.networkPolicy() ? Stream.of(VolunteersNetworkPolicy.of(plan)) : Stream.empty(),
            always(plan).stream())
        .toList();
  }

  private static List<HasMetadata> always(Plan plan) {
    return List.of(
        DispatcherServiceAccount.of(plan),
        DispatcherRole.of(plan),
        DispatcherRoleBinding.of(plan),
        DispatcherDeployment.of(plan),
        FarmService.of(plan),
        DispatcherService.of(plan),
        VolunteersService.of(plan),
        VolunteersDisruptionBudget.of(plan),
        ClientConfigMap.of(plan),
        TenantsConfigMap.of(plan),
        VolunteersDeployment.of(plan));
  }
}
