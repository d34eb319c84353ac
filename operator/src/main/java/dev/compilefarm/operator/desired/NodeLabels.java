package dev.compilefarm.operator.desired;

import dev.compilefarm.api.v1alpha1.PodTemplate;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelector;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The labels that a pod's node must have: the images are for Linux and for one architecture, and a
 * container of another architecture does not start. Source: the well-known labels of nodes in
 * Kubernetes' reference, which every kubelet sets.
 */
final class NodeLabels {
  private static final String OS = "kubernetes.io/os";
  private static final String ARCHITECTURE = "kubernetes.io/arch";

  private NodeLabels() {}

  static Map<String, String> of(String architecture) {
    return new TreeMap<>(Map.of(OS, "linux", ARCHITECTURE, architecture));
  }

  /** With the user's own, whose word on the architecture holds. */
  static Map<String, String> of(String architecture, PodTemplate users) {
    Map<String, String> labels = of(architecture);
    if (requiresArchitecture(users.affinity())) {
      labels.remove(ARCHITECTURE);
    }
    users
        .nodeSelector()
        .forEach((key, value) -> {
          if (!key.equals(OS)) {
            labels.put(key, value);
          }
        });
    return labels;
  }

  private static boolean requiresArchitecture(Affinity affinity) {
    return Optional.ofNullable(affinity)
        .map(Affinity::getNodeAffinity)
        .map(NodeAffinity::getRequiredDuringSchedulingIgnoredDuringExecution)
        .map(NodeSelector::getNodeSelectorTerms)
        .stream()
        .flatMap(terms -> terms.stream())
        .flatMap(term -> term == null ? Stream.empty() : term.getMatchExpressions().stream())
        .anyMatch(expression -> ARCHITECTURE.equals(expression.getKey()));
  }
}
