package dev.compilefarm.dispatcher.discovery;

import dev.compilefarm.dispatcher.discovery.Reports.Report;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a volunteer out of its pod. Pure. */
final class PodVolunteer {
  /** Annotation: compiles that the pod takes at a time. */
  static final String SLOTS = "compilefarm.dev/slots";

  /** Annotation: with any value but "false", the pod gets no new job. */
  static final String DRAIN = "compilefarm.dev/drain";

  private static final int PORT = 3632;
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");
  private static final PodStatus NO_STATUS = new PodStatus();

  private PodVolunteer() {}

  /**
   * The volunteer, or nothing where the pod has no address yet, runs no more, or does not say how
   * many slots it has.
   *
   * @param report that it listens; one that counts stands for the API's Ready
   */
  static Optional<Volunteer> of(Pod pod, Optional<Report> report, long nowNanos) {
    Optional<String> address =
        Optional.ofNullable(status(pod).getPodIP()).or(() -> report.map(Report::address));
    if (address.isEmpty() || hasEnded(pod)) {
      return Optional.empty();
    }
    boolean ready = isReady(pod) || report.filter(r -> r.countsAt(nowNanos)).isPresent();
    return slots(annotations(pod))
        .map(slots ->
            new Volunteer(
                pod.getMetadata().getName(), address.get(), PORT, slots, availability(pod, ready)));
  }

  /** Whether the API calls it Ready. */
  static boolean isReady(Pod pod) {
    return status(pod).getConditions().stream()
        .anyMatch(condition ->
            condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }

  /** Whether it has ended or is to. */
  static boolean isLeaving(Pod pod) {
    return isDeleted(pod) || hasEnded(pod);
  }

  /** Its addresses as far as the API tells. */
  static List<String> addresses(Pod pod) {
    PodStatus status = status(pod);
    return Stream.concat(
            Stream.ofNullable(status.getPodIP()), status.getPodIPs().stream().map(PodIP::getIp))
        .distinct()
        .toList();
  }

  private static Optional<Integer> slots(Map<String, String> annotations) {
    try {
      return Optional.ofNullable(annotations.get(SLOTS)).map(Integer::valueOf).filter(n -> n > 0);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Availability availability(Pod pod, boolean ready) {
    String drain = annotations(pod).getOrDefault(DRAIN, "false");
    if (isDeleted(pod) || !drain.equals("false")) {
      return Availability.DRAINING;
    }
    return ready ? Availability.READY : Availability.NOT_READY;
  }

  private static boolean isDeleted(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  private static boolean hasEnded(Pod pod) {
    return ENDED.contains(Optional.ofNullable(status(pod).getPhase()).orElse(""));
  }

  private static PodStatus status(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).orElse(NO_STATUS);
  }

  private static Map<String, String> annotations(Pod pod) {
    return Optional.ofNullable(pod.getMetadata().getAnnotations()).orElse(Map.of());
  }
}
