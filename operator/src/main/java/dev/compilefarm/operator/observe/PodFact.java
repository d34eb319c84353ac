package dev.compilefarm.operator.observe;

import dev.compilefarm.operator.names.Annotations;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One pod of a farm.
 *
 * @param revision of the Deployment's template that it was made from; empty if it does not say
 * @param ready it passes its readiness probe and is not on its way out
 * @param readinessSince since when the probe says what it says; before it ever said anything, since
 *     the pod was created
 * @param termination present once it is on its way out
 * @param marked the operator chose it to go
 * @param noNewJobs the annotations by which the dispatcher gives it no new job, with their values
 * @param address its IP while its container may answer on it
 * @param imageId the image of its container as its node names it; empty before it was pulled
 * @param createdAt empty where it does not say
 */
public record PodFact(
    String name,
    String revision,
    boolean ready,
    Instant readinessSince,
    Optional<Termination> termination,
    boolean marked,
    SortedMap<String, String> noNewJobs,
    Optional<String> address,
    Optional<Trouble> trouble,
    Optional<String> imageId,
    Optional<Instant> createdAt) {

  /** A pod of whose image and creation nothing is known. */
  public PodFact(
      String name,
      String revision,
      boolean ready,
      Instant readinessSince,
      Optional<Termination> termination,
      boolean marked,
      SortedMap<String, String> noNewJobs,
      Optional<String> address,
      Optional<Trouble> trouble) {
    this(
        name,
        revision,
        ready,
        readinessSince,
        termination,
        marked,
        noNewJobs,
        address,
        trouble,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * A pod on its way out.
   *
   * @param graceSeconds from the wish that it ends to when the kubelet ends it, whatever it does
   *     then
   */
  public record Termination(long graceSeconds) {}

  /**
   * A pod is ready after 1 to 2 s where the image is, and pulling one takes some tens of seconds. A
   * node that is gone shows after 40 s, by the node controller's grace period.
   */
  private static final Duration START_MAX = Duration.ofSeconds(60);

  /** Of the digest in it, a status holds 256 characters. */
  private static final int IMAGE_ID_MAX = 256;

  private static final String REVISION_LABEL = "pod-template-hash";

  public PodFact {
    noNewJobs = Collections.unmodifiableSortedMap(new TreeMap<>(noNewJobs));
  }

  static PodFact of(Pod pod) {
    Optional<PodStatus> status = Optional.ofNullable(pod.getStatus());
    boolean terminating = pod.getMetadata().getDeletionTimestamp() != null;
    boolean ready =
        !terminating
            && PodConditions.ready(pod).filter(c -> "True".equals(c.getStatus())).isPresent();
    List<ContainerStatus> containers = status.map(s -> s.getContainerStatuses()).orElse(List.of());
    boolean running = containers.stream().anyMatch(c -> c.getState().getRunning() != null);
    Map<String, String> annotations = orEmpty(pod.getMetadata().getAnnotations());
    return new PodFact(
        pod.getMetadata().getName(),
        orEmpty(pod.getMetadata().getLabels()).getOrDefault(REVISION_LABEL, ""),
        ready,
        readinessSince(pod),
        termination(pod),
        Annotations.DELETION_COST_OF_MARKED.equals(annotations.get(Annotations.DELETION_COST)),
        noNewJobs(annotations),
        running ? status.map(s -> s.getPodIP()) : Optional.empty(),
        ready || terminating ? Optional.empty() : PodTroubles.first(pod),
        imageId(containers),
        Optional.ofNullable(pod.getMetadata().getCreationTimestamp()).map(Instant::parse));
  }

  /** From its creation until it was ready; empty for one that is not ready or does not say. */
  public Optional<Duration> startTook() {
    return createdAt.filter(at -> ready).map(at -> Duration.between(at, readinessSince));
  }

  /** The digest of its image, as {@code sha256:…}. */
  public Optional<String> imageDigest() {
    return imageId.map(id -> id.substring(id.lastIndexOf('@') + 1));
  }

  /** Whether its node pulled the image from a registry, and so names it by another digest. */
  public boolean imageWasPulled() {
    return imageId.filter(id -> id.contains("@")).isPresent();
  }

  /** It is on its way out. */
  public boolean terminating() {
    return termination.isPresent();
  }

  /** From when a pod that is not ready has had the time that a start may take. */
  public Instant overdueAt() {
    return readinessSince.plus(START_MAX);
  }

  /** The dispatcher gives it no new job, whoever asked for that. */
  public boolean takesNoNewJob() {
    return !noNewJobs.isEmpty();
  }

  /** It takes no new job, finishes what it has and then goes. */
  public boolean draining() {
    return terminating() || marked;
  }

  /** Of the container that compiles: webhooks add others. */
  private static Optional<String> imageId(List<ContainerStatus> containers) {
    return containers.stream()
        .filter(container -> "distccd".equals(container.getName()))
        .map(ContainerStatus::getImageID)
        .filter(id -> id != null && !id.isEmpty() && id.length() <= IMAGE_ID_MAX)
        .findFirst();
  }

  private static SortedMap<String, String> noNewJobs(Map<String, String> annotations) {
    TreeMap<String, String> found = new TreeMap<>();
    for (String name : List.of(Annotations.NO_NEW_JOBS, Annotations.NO_NEW_JOBS_BEFORE)) {
      String value = annotations.get(name);
      if (value != null && !value.equals("false")) {
        found.put(name, value);
      }
    }
    return found;
  }

  private static Optional<Termination> termination(Pod pod) {
    return Optional.ofNullable(pod.getMetadata().getDeletionTimestamp())
        .map(at ->
            new Termination(
                Optional.ofNullable(pod.getMetadata().getDeletionGracePeriodSeconds()).orElse(0L)));
  }

  private static Instant readinessSince(Pod pod) {
    return PodConditions.ready(pod)
        .map(PodCondition::getLastTransitionTime)
        .or(() -> Optional.ofNullable(pod.getMetadata().getCreationTimestamp()))
        .map(Instant::parse)
        .orElse(Instant.EPOCH);
  }

  private static Map<String, String> orEmpty(Map<String, String> map) {
    return Optional.ofNullable(map).orElse(Map.of());
  }
}
