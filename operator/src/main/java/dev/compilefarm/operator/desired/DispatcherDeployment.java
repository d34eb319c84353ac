package dev.compilefarm.operator.desired;

import dev.compilefarm.api.v1alpha1.PodTemplate;
import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The dispatcher: one pod; on a change the new one is ready before the old one leaves. */
final class DispatcherDeployment {
  /**
   * How long a new dispatcher must be ready before the old one is told to end: one that dies of its
   * first jobs must not take over, and every node must know of it.
   */
  private static final int PROVEN_SECONDS = 5;

  private DispatcherDeployment() {}

  static Deployment of(Plan plan) {
    return new DeploymentBuilder()
        .withMetadata(Metadata.of(plan, plan.names().dispatcher(), Labels.DISPATCHER))
        .editMetadata()
        .addToAnnotations(RetriedPods.annotations(plan.dispatcher().podCreationRetry()))
        .endMetadata()
        .withNewSpec()
        .withReplicas(1)
        .withMinReadySeconds(PROVEN_SECONDS)
        .withRevisionHistoryLimit(2)
        .withNewStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxSurge(new IntOrString(1))
        .withMaxUnavailable(new IntOrString(0))
        .endRollingUpdate()
        .endStrategy()
        .withNewSelector()
        .withMatchLabels(Labels.selector(plan.names(), Labels.DISPATCHER))
        .endSelector()
        .withTemplate(pod(plan))
        .endSpec()
        .build();
  }

  private static PodTemplateSpec pod(Plan plan) {
    PodTemplate template = plan.dispatcher().spec().template();
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels(plan))
        .withAnnotations(annotations(plan))
        .endMetadata()
        .withNewSpecLike(PodAdditions.spec(template).build())
        .withServiceAccountName(DispatcherServiceAccount.name(plan))
        .withEnableServiceLinks(false)
        .withNodeSelector(NodeLabels.of(plan.pods().architecture(), template))
        .withTolerations(LostNode.tolerations(template.tolerations()))
        .withTopologySpreadConstraints(
            PodAdditions.spread(template, Labels.selector(plan.names(), Labels.DISPATCHER)))
        .withImagePullSecrets(PullSecrets.of(plan, template))
        .withTerminationGracePeriodSeconds(
            DispatcherStop.terminationGraceSeconds(plan.dispatcher()))
        .withSecurityContext(Restricted.pod(plan.pods(), template))
        .withContainers(DispatcherContainer.of(plan))
        // The JVM and its network library write here.
        .addNewVolume()
        .withName("tmp")
        .withNewEmptyDir()
        .withSizeLimit(new Quantity("64Mi"))
        .endEmptyDir()
        .endVolume()
        .addToVolumes(DispatcherSpool.volume(plan.dispatcher()))
        .addAllToVolumes(ContainerAdditions.volumes(template))
        .endSpec()
        .build();
  }

  /**
   * The farm's own labels win over the user's. The user's word wins on the mesh: in one, all
   * clients have the address of the sidecar, and fair shares see one tenant.
   */
  private static Map<String, String> labels(Plan plan) {
    TreeMap<String, String> labels = new TreeMap<>(Map.of("sidecar.istio.io/inject", "false"));
    labels.putAll(plan.dispatcher().spec().labels());
    labels.putAll(plan.dispatcher().spec().template().labels());
    labels.putAll(Labels.of(plan.names(), Labels.DISPATCHER));
    return labels;
  }

  private static Map<String, String> annotations(Plan plan) {
    TreeMap<String, String> annotations = new TreeMap<>(Map.of("linkerd.io/inject", "disabled"));
    annotations.putAll(
        NodeRemoval.annotation(List.of("spool", "tmp"), plan.dispatcher().spec().template()));
    annotations.putAll(plan.dispatcher().spec().annotations());
    annotations.putAll(plan.dispatcher().spec().template().annotations());
    return annotations;
  }
}
