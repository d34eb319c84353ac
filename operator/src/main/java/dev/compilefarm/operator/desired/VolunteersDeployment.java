package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;

/** The volunteers: as many as the plan says. */
final class VolunteersDeployment {
  private VolunteersDeployment() {}

  static Deployment of(Plan plan) {
    return new DeploymentBuilder()
        .withMetadata(Metadata.of(plan, plan.names().volunteers(), Labels.VOLUNTEER))
        .withNewSpec()
        .withReplicas(plan.volunteers().count())
        .withRevisionHistoryLimit(2)
        // New volunteers come before old ones go. An old one goes only after its last job: both
        // exist for a while.
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxSurge(new IntOrString("25%"))
        .withMaxUnavailable(new IntOrString("25%"))
        .endRollingUpdate()
        .endStrategy()
        .withNewSelector()
        .withMatchLabels(Labels.selector(plan.names(), Labels.VOLUNTEER))
        .endSelector()
        .withTemplate(VolunteerPod.of(plan))
        .endSpec()
        .build();
  }
}
