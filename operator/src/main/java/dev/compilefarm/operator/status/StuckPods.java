package dev.compilefarm.operator.status;

import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.Workload;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pods that are not ready for long although nobody names a trouble: their image is large, a volume
 * or the network does not come, the kubelet is busy or gone, the readiness probe fails.
 */
final class StuckPods {
  private StuckPods() {}

  /** The one that waits longest first. */
  static List<PodFact> of(Workload workload, Instant now) {
    return waiting(workload).filter(pod -> !pod.overdueAt().isAfter(now)).toList();
  }

  /** When the next pod becomes one of them, if it does not become ready until then. */
  static Optional<Instant> next(Workload workload, Instant now) {
    return waiting(workload).map(PodFact::overdueAt).filter(at -> at.isAfter(now)).findFirst();
  }

  /** Holds the time and not the duration, which would change the message every second. */
  static Optional<String> sentence(List<PodFact> stuck) {
    return stuck.stream()
        .findFirst()
        .map(pod ->
            "Pod %s%s has not been ready since %s: %s. Run 'kubectl describe pod %s' to see its events"
                .formatted(
                    pod.name(),
                    TroubleSentences.oneOf(stuck),
                    pod.readinessSince(),
                    pod.address().isPresent()
                        ? "its container runs, but its readiness probe fails"
                        : "its container has not started",
                    pod.name()));
  }

  private static Stream<PodFact> waiting(Workload workload) {
    return workload.pods().stream()
        .filter(pod -> !pod.ready() && !pod.terminating() && pod.trouble().isEmpty())
        .sorted(Comparator.comparing(PodFact::readinessSince).thenComparing(PodFact::name));
  }
}
