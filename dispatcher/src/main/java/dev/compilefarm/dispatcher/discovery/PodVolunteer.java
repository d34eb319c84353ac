package dev.compilefarm.dispatcher.discovery;

import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a volunteer out of its pod. Pure. */
final class PodVolunteer {
  /** Annotation: compiles that the pod takes at a time. */
  static final String SLOTS = "compilefarm.dev/slots";

  /** Annotation: with any value but "false", the pod gets no new job. */
  static final String DRAIN = "compilefarm.dev/drain";

  private static final int PORT = 3632;
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private PodVolunteer() {}

  /**
   * The volunteer, or nothing where the pod has no address yet, runs no more, or does not say how
   * many slots it has.
   */
  static Optional<Volunteer> of(Pod pod) {
    PodStatus status = pod.getStatus();
    if (status == null || status.getPodIP() == null || ENDED.contains(status.getPhase())) {
      return Optional.empty();
    }
    return slots(annotations(pod))
        .map(slots ->
            new Volunteer(
                pod.getMetadata().getName(), status.getPodIP(), PORT, slots, availability(pod)));
  }

  private static Optional<Integer> slots(Map<String, String> annotations) {
    try {
      return Optional.ofNullable(annotations.get(SLOTS)).map(Integer::valueOf).filter(n -> n > 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Availability availability(Pod pod) {
    String drain = annotations(pod).getOrDefault(DRAIN, "false");
    if (pod.getMetadata().getDeletionTimestamp() != null || !drain.equals("false")) {
      return Availability.DRAINING;
    }
    boolean ready =
        pod.getStatus().getConditions().stream()
            .anyMatch(condition ->
                condition.getType().equals("Ready") && condition.getStatus().equals("True"));
    return ready ? Availability.READY : Availability.NOT_READY;
  }

  private static Map<String, String> annotations(Pod pod) {
    return Optional.ofNullable(pod.getMetadata().getAnnotations()).orElse(Map.of());
  }
}
