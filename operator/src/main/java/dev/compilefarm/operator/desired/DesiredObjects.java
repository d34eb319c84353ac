package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.observe.LiveVolunteers;
import dev.compilefarm.operator.observe.RejectedObject;
import dev.compilefarm.operator.plan.NodesPlan;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects of a farm, those first that others need. */
public final class DesiredObjects {
  private DesiredObjects() {}

  /** What is to be there. Of a farm that is being deleted: what is still to be changed. */
  public static List<HasMetadata> of(Plan plan) {
    return of(plan, volunteers(plan));
  }

  /** The volunteers' Deployment, which is the last of these objects. */
  public static Deployment volunteers(Plan plan) {
    return VolunteersDeployment.of(plan);
  }

  /** The same, but the volunteers stay of the version that they are, in the number of the plan. */
  public static Deployment heldVolunteers(Plan plan, LiveVolunteers live) {
    return VolunteersDeployment.holding(plan, live);
  }

  /** What is to be there, with the volunteers' Deployment in one of its two forms. */
  public static List<HasMetadata> of(Plan plan, Deployment volunteers) {
    return plan.deletion().isPresent() ? List.of(volunteers) : all(plan, volunteers);
  }

  /** What the farm asks for and the operator was installed without the right to make. */
  public static Optional<RejectedObject> withheld(Plan plan) {
    return plan.nodes().images() == NodesPlan.Images.WITHHELD
        ? Optional.of(
            new RejectedObject(
                "DaemonSet",
                plan.names().images(),
                "this installation pulls no images before (farm.imagePrePull of the chart)."
                    + " Remove nodes.prePullImages, or ask who installed the operator"))
        : Optional.empty();
  }

  /** The clients' ConfigMaps for namespaces that are not the farm's own. */
  public static List<ConfigMap> clientCopies(Plan plan, Collection<String> namespaces) {
    return namespaces.stream()
        .flatMap(namespace ->
            Stream.of(ClientConfigMap.of(plan), TenantsConfigMap.of(plan))
                .map(own -> ClientCopy.of(own, plan, namespace)))
        .toList();
  }

  private static List<HasMetadata> all(Plan plan, Deployment volunteers) {
    List<HasMetadata> all = new ArrayList<>();
    plan.access()
        .ifPresent(access -> {
          all.add(VolunteersNetworkPolicy.of(plan, access));
          all.add(DispatcherNetworkPolicy.of(plan, access));
        });
    all.addAll(frame(plan));
    // After all that a farm cannot do without: of refused objects the first one is told. And before
    // the volunteers: room that is not kept any more is free for them.
    if (plan.nodes().images() == NodesPlan.Images.PULLED) {
      all.add(ImagesDaemonSet.of(plan));
    }
    plan.nodes().placeholders().ifPresent(count -> all.add(PlaceholdersDeployment.of(plan, count)));
    all.add(volunteers);
    return List.copyOf(all);
  }

  /** What every farm has around its volunteers. */
  private static List<HasMetadata> frame(Plan plan) {
    return List.of(
        DispatcherServiceAccount.of(plan),
        DispatcherRoleBinding.of(plan),
        DispatcherDeployment.of(plan),
        FarmService.of(plan),
        DispatcherService.of(plan),
        VolunteersService.of(plan),
        VolunteersDisruptionBudget.of(plan),
        ClientConfigMap.of(plan),
        TenantsConfigMap.of(plan));
  }
}
