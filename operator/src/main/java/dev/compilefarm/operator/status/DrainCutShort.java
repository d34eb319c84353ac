package dev.compilefarm.operator.status;

import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.PodFact;
import java.util.List;

/**
 * A volunteer on its way out that may be ended before its jobs are done: somebody drains a node, or
 * deletes the pod, with less time than a job may take.
 *
 * @param pod name of the volunteer
 * @param sentence for people
 */
public record DrainCutShort(String pod, String sentence) {

  /**
   * Those that run jobs as far as is known, sorted by name. The farm's present bound on jobs is the
   * measure, so a volunteer from before that was raised may be among them without need.
   */
  public static List<DrainCutShort> of(StatusInputs inputs) {
    Integer longestJob = inputs.spec().volunteers().jobLifetimeSeconds();
    return inputs.load().stream()
        .flatMap(load ->
            inputs.observed().volunteers().pods().stream()
                .filter(pod -> isCutShort(pod, longestJob))
                .filter(pod -> load.busy(pod.name()) > 0)
                .map(pod -> of(pod, load, longestJob)))
        .toList();
  }

  /** For {@code kubectl describe}. */
  public FarmEvent event() {
    return new FarmEvent(EventKind.DRAIN_CUT_SHORT, sentence);
  }

  private static boolean isCutShort(PodFact pod, int longestJob) {
    return pod.termination().filter(end -> end.graceSeconds() < longestJob).isPresent();
  }

  private static DrainCutShort of(PodFact pod, Load load, int longestJob) {
    int jobs = load.busy(pod.name());
    return new DrainCutShort(
        pod.name(),
        ("Pod %s ends within %d s, but its %s may take up to %d s (volunteers.jobLifetimeSeconds)."
                + " Another volunteer repeats what is not done by then")
            .formatted(
                pod.name(),
                pod.termination().orElseThrow().graceSeconds(),
                jobs == 1 ? "job" : "%d jobs".formatted(jobs),
                longestJob));
  }
}
