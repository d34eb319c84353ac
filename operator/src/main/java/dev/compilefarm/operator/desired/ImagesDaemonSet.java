package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import java.util.Optional;

/**
 * Has every node that may run volunteers pull their images before one comes, and keep them: the
 * kubelet removes no image that a container uses.
 */
final class ImagesDaemonSet {
  /** A program that waits; with limits, since a quota may ask for them. */
  private static final ResourceRequirements NEXT_TO_NOTHING =
      new ResourceRequirementsBuilder()
          .addToRequests("cpu", new Quantity("1m"))
          .addToRequests("memory", new Quantity("16Mi"))
          .addToLimits("cpu", new Quantity("100m"))
          .addToLimits("memory", new Quantity("32Mi"))
          .build();

  private ImagesDaemonSet() {}

  static DaemonSet of(Plan plan) {
    return new DaemonSetBuilder()
        .withMetadata(Metadata.of(plan, plan.names().images(), Labels.IMAGES))
        .withNewSpec()
        .withRevisionHistoryLimit(2)
        // A quarter of the nodes at a time pull a new image, for the registry's sake.
        .withNewUpdateStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxUnavailable(new IntOrString("25%"))
        .endRollingUpdate()
        .endUpdateStrategy()
        .withNewSelector()
        .withMatchLabels(Labels.selector(plan.names(), Labels.IMAGES))
        .endSelector()
        .withTemplate(
            // Without the user's labels: volunteers may be told to keep away from those.
            WaitingPod.of(plan, Labels.ofUnwatched(plan.names(), Labels.IMAGES), NEXT_TO_NOTHING)
                .editSpec()
                .withTolerations(plan.volunteers().template().tolerations())
                .withAffinity(nodesOnly(plan.volunteers().template().affinity()))
                .endSpec()
                .build())
        .endSpec()
        .build();
  }

  /** What it says of neighbours would keep pods from nodes that take volunteers. */
  private static Affinity nodesOnly(Affinity affinity) {
    return Optional.ofNullable(affinity)
        .map(Affinity::getNodeAffinity)
        .map(nodes -> new AffinityBuilder().withNodeAffinity(nodes).build())
        .orElse(null);
  }
}
