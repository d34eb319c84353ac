package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.observe.LiveVolunteers;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;

/**
 * The volunteers: as many as the plan says.
 *
 * <p>On a change of their template new ones come first, a quarter of the farm at a time, and no old
 * one is told to go before a new one has proved itself. So a version that does not come up harms
 * nobody: the old ones go on, and while it stays so the cluster sizes old and new in proportion. An
 * old one leaves only after its last job: both exist for a while.
 */
final class VolunteersDeployment {
  /**
   * How long a new volunteer must be ready before an old one is told to go: one that dies of its
   * first jobs must not take over. It takes jobs from the first second on.
   */
  private static final int PROVEN_SECONDS = 5;

  private VolunteersDeployment() {}

  static Deployment of(Plan plan) {
    return of(plan, VolunteersMarks.of(plan).annotations(), VolunteerPod.of(plan));
  }

  /**
   * The same, but with the template and the marks that are there, so that no volunteer is replaced.
   */
  static Deployment holding(Plan plan, LiveVolunteers live) {
    return of(plan, VolunteersMarks.of(plan).beside(live.marks()), live.template());
  }

  private static Deployment of(Plan plan, Map<String, String> marks, PodTemplateSpec template) {
    return new DeploymentBuilder()
        .withMetadata(Metadata.of(plan, plan.names().volunteers(), Labels.VOLUNTEER))
        .editMetadata()
        .addToAnnotations(marks)
        .addToAnnotations(RetriedPods.annotations(plan.volunteers().podCreationRetry()))
        .endMetadata()
        .withNewSpec()
        .withReplicas(plan.volunteers().count())
        .withMinReadySeconds(PROVEN_SECONDS)
        .withRevisionHistoryLimit(2)
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxSurge(new IntOrString("25%"))
        .withMaxUnavailable(new IntOrString(0))
        .endRollingUpdate()
        .endStrategy()
        .withNewSelector()
        .withMatchLabels(Labels.selector(plan.names(), Labels.VOLUNTEER))
        .endSelector()
        .withTemplate(template)
        .endSpec()
        .build();
  }
}
