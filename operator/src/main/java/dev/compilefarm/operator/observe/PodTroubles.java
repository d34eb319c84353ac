package dev.compilefarm.operator.observe;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads out of a pod why it does not do its work, in the cluster's own words. */
final class PodTroubles {
  private static final Set<String> IMAGE_REASONS =
      Set.of("ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName");

  /** Waiting reasons that pass by themselves. */
  private static final Set<String> STARTING_REASONS =
      Set.of("ContainerCreating", "PodInitializing");

  /** Then comes the image, and {@link #BACK_OFF_IMAGE_END} where there is more to say. */
  private static final String BACK_OFF = "Back-off pulling image \"";

  private static final String BACK_OFF_IMAGE_END = "\": ";

  /** Enough for a compiler's error and what the volunteer says about it. */
  private static final int WORDS_LINES_MAX = 3;

  private static final int WORDS_LENGTH_MAX = 400;

  private PodTroubles() {}

  /** The one to look at first. */
  static Optional<Trouble> first(Pod pod) {
    return Stream.of(
            nodeLost(pod).stream(),
            containers(pod).flatMap(c -> containerTrouble(c).stream()),
            unscheduled(pod).stream())
        .flatMap(t -> t)
        .findFirst();
  }

  /** Those that come first begin; the others wait for them, and say nothing of it. */
  private static Stream<ContainerStatus> containers(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).stream()
        .flatMap(status ->
            Stream.concat(
                status.getInitContainerStatuses().stream().filter(init -> !hasDoneItsWork(init)),
                status.getContainerStatuses().stream()));
  }

  /** An init container ends, and that is well. */
  private static boolean hasDoneItsWork(ContainerStatus init) {
    return Optional.ofNullable(init.getState())
        .map(ContainerState::getTerminated)
        .filter(end -> Integer.valueOf(0).equals(end.getExitCode()))
        .isPresent();
  }

  /**
   * The pods of a node that does not answer are marked as not ready by the cluster's node lifecycle
   * controller. It turns the condition's status and nothing else; a kubelet gives a reason, and
   * turns ContainersReady first.
   */
  private static Optional<Trouble> nodeLost(Pod pod) {
    return PodConditions.ready(pod)
        .filter(c -> "False".equals(c.getStatus()) && text(c.getReason(), "").isEmpty())
        .flatMap(c -> PodConditions.of(pod, "ContainersReady"))
        .filter(c -> "True".equals(c.getStatus()))
        .map(c ->
            new Trouble(
                Trouble.Kind.NODE_LOST,
                Optional.ofNullable(pod.getSpec())
                        .map(spec -> "node " + spec.getNodeName())
                        .orElse("its node")
                    + " does not answer"));
  }

  private static Optional<Trouble> unscheduled(Pod pod) {
    return PodConditions.of(pod, "PodScheduled")
        .filter(c -> "Unschedulable".equals(c.getReason()))
        .map(c ->
            new Trouble(
                text(pod.getStatus().getNominatedNodeName(), "").isEmpty()
                    ? Trouble.Kind.UNSCHEDULABLE
                    : Trouble.Kind.ROOM_IS_MADE,
                text(c.getMessage(), "unschedulable")));
  }

  private static Optional<Trouble> containerTrouble(ContainerStatus container) {
    Optional<ContainerStateWaiting> waiting =
        Optional.ofNullable(container.getState()).map(ContainerState::getWaiting);
    if (waiting.map(ContainerStateWaiting::getReason).filter(IMAGE_REASONS::contains).isPresent()) {
      return Optional.of(
          new Trouble(Trouble.Kind.IMAGE, container.getImage() + ": " + imageText(waiting.get())));
    }
    // Between two attempts a crashing container runs for a moment: its last end tells, not its
    // present state, so that the condition stands still while the cluster tries again.
    Optional<ContainerStateTerminated> end =
        Stream.of(container.getState(), container.getLastState())
            .flatMap(
                state -> Optional.ofNullable(state).map(ContainerState::getTerminated).stream())
            .findFirst();
    if (end.isPresent()) {
      return Optional.of(new Trouble(Trouble.Kind.CRASHING, endText(container, end.get())));
    }
    return waiting
        .filter(w -> w.getReason() != null && !STARTING_REASONS.contains(w.getReason()))
        .map(w -> new Trouble(Trouble.Kind.CRASHING, waitingText(w)));
  }

  /**
   * Between two attempts to pull, the kubelet repeats what the last one said behind words of its
   * own; without these the text stands still.
   */
  private static String imageText(ContainerStateWaiting waiting) {
    String message = text(waiting.getMessage(), "");
    int imageEnd = message.indexOf(BACK_OFF_IMAGE_END);
    return message.startsWith(BACK_OFF) && imageEnd > 0
        ? message.substring(imageEnd + BACK_OFF_IMAGE_END.length())
        : waitingText(waiting);
  }

  private static String waitingText(ContainerStateWaiting waiting) {
    return waiting.getReason()
        + Optional.ofNullable(waiting.getMessage()).map(m -> ": " + m).orElse("");
  }

  private static String endText(ContainerStatus container, ContainerStateTerminated end) {
    return "container %s ended with exit code %d (%s)%s"
        .formatted(
            container.getName(),
            end.getExitCode(),
            text(end.getReason(), "no reason given"),
            lastWords(end.getMessage()).map(m -> ": " + m).orElse(""));
  }

  /**
   * The last lines of what a container said: its own message, or the end of its log where its
   * terminationMessagePolicy allows that. Never lines of distccd's, which speak of jobs.
   */
  private static Optional<String> lastWords(String message) {
    List<String> lines =
        text(message, "").lines().map(String::strip).filter(PodTroubles::isQuotable).toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - WORDS_LINES_MAX), lines.size());
    return Optional.of(String.join("; ", last))
        .filter(words -> !words.isEmpty())
        .map(words -> words.substring(Math.max(0, words.length() - WORDS_LENGTH_MAX)));
  }

  private static boolean isQuotable(String line) {
    return !line.isEmpty() && !line.startsWith("distccd[");
  }

  private static String text(String value, String otherwise) {
    return value == null || value.isBlank() ? otherwise : value;
  }
}
