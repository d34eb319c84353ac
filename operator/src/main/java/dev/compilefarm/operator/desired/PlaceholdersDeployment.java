package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;

/**
 * Keeps room for volunteers: pods with their resources and of lower priority. The scheduler ends
 * one when a volunteer finds no other place, and a cluster autoscaler makes a node for one that
 * finds none itself.
 */
final class PlaceholdersDeployment {
  private PlaceholdersDeployment() {}

  /**
   * @param count pods that there shall be
   */
  static Deployment of(Plan plan, int count) {
    return new DeploymentBuilder()
        .withMetadata(Metadata.of(plan, plan.names().placeholders(), Labels.PLACEHOLDER))
        .withNewSpec()
        .withReplicas(count)
        .withRevisionHistoryLimit(2)
        // Of two versions at a time one would take the other's room, or a new node.
        .withNewStrategy()
        .withType("Recreate")
        .endStrategy()
        .withNewSelector()
        .withMatchLabels(Labels.selector(plan.names(), Labels.PLACEHOLDER))
        .endSelector()
        .withTemplate(
            WaitingPod.of(
                    plan,
                    VolunteerPod.merged(
                        plan.volunteers().template().labels(),
                        Labels.ofUnwatched(plan.names(), Labels.PLACEHOLDER)),
                    VolunteerContainer.resources(plan.volunteers()))
                .editSpec()
                .withTolerations(LostNode.tolerations(plan.volunteers().template().tolerations()))
                .withAffinity(plan.volunteers().template().affinity())
                .withSchedulerName(plan.volunteers().template().schedulerName())
                .endSpec()
                .build())
        .endSpec()
        .build();
  }
}
