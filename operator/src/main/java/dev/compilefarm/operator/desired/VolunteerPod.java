package dev.compilefarm.operator.desired;

import dev.compilefarm.api.v1alpha1.PodTemplate;
import dev.compilefarm.operator.names.Annotations;
import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.VolunteersPlan;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A volunteer's pod: what the farm needs, with the user's additions; where both say something, the
 * farm's word holds.
 */
final class VolunteerPod {
  /** After the longest job: for its transfer, and for distccd to end. */
  private static final long EXIT_SECONDS = 30;

  private VolunteerPod() {}

  static PodTemplateSpec of(Plan plan) {
    VolunteersPlan volunteers = plan.volunteers();
    PodTemplate template = volunteers.template();
    PodTemplateSpecBuilder pod =
        new PodTemplateSpecBuilder()
            .withNewMetadata()
            .withLabels(merged(template.labels(), Labels.of(plan.names(), Labels.VOLUNTEER)))
            .withAnnotations(
                merged(
                    NodeRemoval.annotations(List.of("tmp", "tools"), template),
                    Map.of(Annotations.SLOTS, Integer.toString(volunteers.slots()))))
            .endMetadata()
            .withNewSpecLike(PodAdditions.spec(template).build())
            .withNodeSelector(NodeLabels.of(volunteers.architecture(), template))
            .withTolerations(LostNode.tolerations(template.tolerations()))
            .withTopologySpreadConstraints(
                PodAdditions.spread(template, Labels.selector(plan.names(), Labels.VOLUNTEER)))
            .withImagePullSecrets(PullSecrets.of(plan, template))
            // Volunteers run what their users send: nothing of the cluster is given to them.
            .withAutomountServiceAccountToken(false)
            .withEnableServiceLinks(false)
            .withTerminationGracePeriodSeconds(volunteers.jobLifetimeSeconds() + EXIT_SECONDS)
            .withSecurityContext(Restricted.pod(plan.pods(), template))
            .withContainers(VolunteerContainer.of(plan))
            .addNewVolume()
            .withName("tmp")
            .withNewEmptyDir()
            .withMedium(volunteers.tmpInMemory() ? "Memory" : null)
            .withSizeLimit(volunteers.tmpSize())
            .endEmptyDir()
            .endVolume()
            .addAllToVolumes(ContainerAdditions.volumes(template))
            .endSpec();
    volunteers
        .image()
        .tools()
        .ifPresent(image ->
            pod.editSpec()
                .addToInitContainers(
                    ToolsInit.container(plan, image, VolunteerContainer.resources(volunteers)))
                .addToVolumes(ToolsInit.volume())
                .endSpec());
    return pod.build();
  }

  /** What users say, with our word where both say something. */
  static Map<String, String> merged(Map<String, String> users, Map<String, String> ours) {
    TreeMap<String, String> all = new TreeMap<>(users);
    all.putAll(ours);
    return all;
  }
}
