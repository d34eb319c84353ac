package dev.compilefarm.operator.desired;

import dev.compilefarm.api.v1alpha1.PodTemplate;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import java.util.List;
import java.util.stream.Stream;

/** The Secrets that a pod of a farm pulls its images with: the farm's, then those of all farms. */
final class PullSecrets {
  private PullSecrets() {}

  /**
   * A reference without a name, which templates of users make, is to no Secret. An API server takes
   * it and stores it without its key, by which it is never found again.
   */
  static List<LocalObjectReference> of(Plan plan, PodTemplate template) {
    return Stream.concat(
            template.imagePullSecrets().stream().map(LocalObjectReference::getName),
            plan.pods().imagePullSecrets().stream())
        .filter(name -> name != null && !name.isEmpty())
        .distinct()
        .map(LocalObjectReference::new)
        .toList();
  }
}
