package dev.compilefarm.operator.desired;

import dev.compilefarm.api.v1alpha1.PodTemplate;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;

/**
 * A pod that has what a volunteer has on its node, and waits until it is ended: the volunteer's
 * images, its additions by the user, and its place among nodes. It runs the tools' program in the
 * volunteer's image, so any image will do. It listens nowhere, and ends at once.
 *
 * <p>It has the low priority of a placeholder, so it gives way to every volunteer. Its labels keep
 * it out of the operator's cache: pods of this kind, one a node, wake no round.
 */
final class WaitingPod {
  private WaitingPod() {}

  /**
   * @param labels all that it carries
   * @param resources of its containers; null for none
   */
  static PodTemplateSpecBuilder of(
      Plan plan, Map<String, String> labels, ResourceRequirements resources) {
    PodTemplate template = plan.volunteers().template();
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(NodeRemoval.annotations(List.of("tools"), template))
        .endMetadata()
        .withNewSpec()
        .withNodeSelector(NodeLabels.of(plan.volunteers().architecture(), template))
        .withRuntimeClassName(template.runtimeClassName())
        .withPriorityClassName(plan.pods().placeholderPriorityClass())
        .withImagePullSecrets(PullSecrets.of(plan, template))
        .withServiceAccountName(template.serviceAccountName())
        .withHostUsers(template.hostUsers())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        // Nothing in it needs time to end, and a volunteer waits for its place.
        .withTerminationGracePeriodSeconds(0L)
        .withSecurityContext(Restricted.pod(plan.pods(), template))
        .withInitContainers(ToolsInit.container(plan, plan.pods().toolsImage(), resources))
        .withContainers(container(plan, resources))
        .withVolumes(ToolsInit.volume())
        .endSpec();
  }

  private static Container container(Plan plan, ResourceRequirements resources) {
    return new ContainerBuilder()
        .withName("wait")
        .withImage(plan.volunteers().image().reference())
        .withImagePullPolicy(plan.imagePullPolicy())
        .withCommand(ToolsInit.PROGRAM, "wait")
        // A user's image may name a directory that is not there, or that this user cannot read.
        .withWorkingDir("/")
        .withResources(resources)
        .withSecurityContext(Restricted.container())
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withVolumeMounts(ToolsInit.mount())
        .build();
  }
}
