package dev.compilefarm.operator.desired;

import dev.compilefarm.api.v1alpha1.PodTemplate;
import dev.compilefarm.api.v1alpha1.PodVolume;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets a cluster autoscaler remove a node that a farm's pods are on. It keeps nodes whose pods have
 * data on their disk, and all of ours have. But nothing there outlives a job, and a pod that is
 * told to go first finishes its jobs (ADR 29). Source: the autoscaler's FAQ.
 */
final class NodeRemoval {
  private static final String LOCAL_VOLUMES =
      "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes";

  private NodeRemoval() {}

  /**
   * For all the user's annotations to be put over it.
   *
   * @param ours names of the operator's volumes in the pod
   */
  static Map<String, String> annotation(Collection<String> ours, PodTemplate template) {
    Stream<String> users =
        template.volumes().stream()
            .filter(volume -> volume.emptyDir() != null)
            .map(PodVolume::name);
    return Map.of(
        LOCAL_VOLUMES,
        Stream.concat(ours.stream(), users).sorted().collect(Collectors.joining(",")));
  }

  /** The same with the template's annotations, which win. */
  static Map<String, String> annotations(Collection<String> ours, PodTemplate template) {
    TreeMap<String, String> annotations = new TreeMap<>(annotation(ours, template));
    annotations.putAll(template.annotations());
    return annotations;
  }
}
