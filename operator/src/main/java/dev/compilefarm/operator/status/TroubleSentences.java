package dev.compilefarm.operator.status;

import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.Trouble;
import dev.compilefarm.operator.observe.Workload;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Sentences about what keeps a Deployment's pods from their work: the object to look at and the
 * cluster's own words.
 */
final class TroubleSentences {
  private TroubleSentences() {}

  /** About the first pod, by name, that has such trouble, and how many share it. */
  static Optional<String> ofPods(Workload workload, Trouble.Kind kind) {
    List<PodFact> troubled = workload.troubled(kind);
    return troubled.stream()
        .findFirst()
        .map(pod ->
            "Pod %s%s %s: %s"
                .formatted(
                    pod.name(),
                    oneOf(troubled),
                    whatIsWrong(kind),
                    pod.trouble().orElseThrow().message()));
  }

  /** For behind the name of the pod that stands for others. */
  static String oneOf(Collection<PodFact> pods) {
    return pods.size() == 1 ? "" : " (one of %d)".formatted(pods.size());
  }

  static Optional<String> ofCreation(Workload workload) {
    return workload
        .podCreationError()
        .map(message -> "Deployment %s cannot create pods: %s".formatted(workload.name(), message));
  }

  private static String whatIsWrong(Trouble.Kind kind) {
    return switch (kind) {
      case IMAGE -> "cannot pull its image";
      case UNSCHEDULABLE -> "finds no node";
      case ROOM_IS_MADE -> "waits until others have left its node";
      case CRASHING -> "does not stay up";
      case NODE_LOST -> "is lost";
    };
  }
}
