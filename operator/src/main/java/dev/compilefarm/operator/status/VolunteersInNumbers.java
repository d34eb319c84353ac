package dev.compilefarm.operator.status;

import dev.compilefarm.operator.observe.PodFact;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How many volunteers work, as the first sentence of a message. Jobs are not counted in messages:
 * they come and go every second.
 */
final class VolunteersInNumbers {
  private VolunteersInNumbers() {}

  static String of(StatusInputs inputs) {
    return "%d of %d volunteers are ready"
        .formatted(inputs.observed().volunteers().ready(), inputs.plan().volunteers().count());
  }

  /** The same beside volunteers that do not work: whether they are an update that fails. */
  static String beside(Collection<PodFact> troubled, StatusInputs inputs) {
    return isFailingUpdate(troubled, inputs)
        ? "The new version of the volunteers does not become ready. %s, all of the previous version"
            .formatted(of(inputs))
        : of(inputs);
  }

  /**
   * Of one version, which no ready volunteer is of, while there are ready ones that are older. A
   * Deployment does not say which version is its new one.
   */
  private static boolean isFailingUpdate(Collection<PodFact> troubled, StatusInputs inputs) {
    List<String> revisions = troubled.stream().map(PodFact::revision).distinct().toList();
    List<PodFact> ready =
        inputs.observed().volunteers().pods().stream().filter(PodFact::ready).toList();
    return revisions.size() == 1
        && ready.stream().noneMatch(pod -> pod.revision().equals(revisions.getFirst()))
        && oldest(ready)
            .filter(since -> since.isBefore(oldest(troubled).orElseThrow()))
            .isPresent();
  }

  private static Optional<Instant> oldest(Collection<PodFact> pods) {
    return pods.stream().map(PodFact::readinessSince).min(Comparator.naturalOrder());
  }
}
