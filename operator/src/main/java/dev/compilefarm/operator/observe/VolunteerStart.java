package dev.compilefarm.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long a volunteer took from its pod's creation until it was ready, in parts that add up to the
 * whole. All are of whole seconds, since a pod's status has no finer time. The clocks of API
 * server, scheduler and node may differ; then a part is 0 and not less.
 *
 * @param node until a node took the pod: from {@code metadata.creationTimestamp} to the condition
 *     PodScheduled
 * @param pull while no container of the pod ran, from then until the volunteer's container began.
 *     Volumes, network and the pull of images are in it. The condition PodReadyToStartContainers
 *     cannot tell them apart: kubelets set it after the first pull (kubernetes/kubernetes pull
 *     request 134660)
 * @param init while init containers ran: from {@code startedAt} to {@code finishedAt} of each
 * @param start from the {@code startedAt} of the volunteer's container to the condition Ready. The
 *     volunteer tries its compilers, listens and reports to the dispatcher. The last two cannot be
 *     told apart by the pod
 */
public record VolunteerStart(Duration node, Duration pull, Duration init, Duration start) {

  /** The whole. */
  public Duration total() {
    return node.plus(pull).plus(init).plus(start);
  }

  /**
   * Empty while the pod is not ready, where its status lacks a time, and where one of these
   * containers ended and began anew: then its first try took the time.
   */
  static Optional<VolunteerStart> of(Pod pod) {
    Optional<Instant> created =
        Optional.ofNullable(pod.getMetadata().getCreationTimestamp()).map(Instant::parse);
    Optional<Instant> scheduled = trueSince(pod, "PodScheduled");
    Optional<Instant> running = running(pod);
    Optional<Instant> ready = trueSince(pod, "Ready");
    return Stream.of(created, scheduled, running, ready).anyMatch(Optional::isEmpty)
            || inits(pod).anyMatch(VolunteerStart::beganAnew)
        ? Optional.empty()
        : Optional.of(
            of(created.get(), scheduled.get(), running.get(), ready.get(), initTime(pod)));
  }

  private static VolunteerStart of(
      Instant created, Instant scheduled, Instant running, Instant ready, Duration inits) {
    Instant onNode = later(scheduled, created);
    Instant began = later(running, onNode);
    Duration beforeIt = Duration.between(onNode, began);
    Duration init = inits.compareTo(beforeIt) < 0 ? inits : beforeIt;
    return new VolunteerStart(
        Duration.between(created, onNode),
        beforeIt.minus(init),
        init,
        Duration.between(began, later(ready, began)));
  }

  private static Optional<Instant> running(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).stream()
        .flatMap(status -> status.getContainerStatuses().stream())
        .filter(container -> "distccd".equals(container.getName()))
        .filter(container -> !beganAnew(container))
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull)
        .map(ContainerState::getRunning)
        .filter(Objects::nonNull)
        .map(ContainerStateRunning::getStartedAt)
        .filter(Objects::nonNull)
        .map(Instant::parse)
        .findFirst();
  }

  /** They run one after the other. One that goes on beside the others has no end yet. */
  private static Duration initTime(Pod pod) {
    return inits(pod)
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull)
        .map(ContainerState::getTerminated)
        .filter(Objects::nonNull)
        .map(VolunteerStart::time)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration time(ContainerStateTerminated end) {
    if (end.getStartedAt() == null || end.getFinishedAt() == null) {
      return Duration.ZERO;
    }
    Instant began = Instant.parse(end.getStartedAt());
    return Duration.between(began, later(Instant.parse(end.getFinishedAt()), began));
  }

  private static Stream<ContainerStatus> inits(Pod pod) {
    return Optional.ofNullable(pod.getStatus())
        .map(status -> status.getInitContainerStatuses())
        .orElse(List.of())
        .stream();
  }

  private static boolean beganAnew(ContainerStatus container) {
    return container.getRestartCount() != null && container.getRestartCount() > 0;
  }

  private static Optional<Instant> trueSince(Pod pod, String condition) {
    return PodConditions.of(pod, condition)
        .filter(c -> "True".equals(c.getStatus()))
        .map(PodCondition::getLastTransitionTime)
        .map(Instant::parse);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
