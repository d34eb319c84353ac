package dev.compilefarm.operator.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Pods and Deployments as tests need them. */
public final class Facts {
  private Facts() {}

  /** A pod that works since then. */
  public static PodFact ready(String name, Instant since) {
    return new PodFact(
        name,
        "1",
        true,
        since,
        Optional.empty(),
        false,
        Collections.emptySortedMap(),
        Optional.of("10.0.0.1"),
        Optional.empty());
  }

  /** A pod that does not work since then. */
  public static PodFact notReady(String name, Instant since) {
    return new PodFact(
        name,
        "1",
        false,
        since,
        Optional.empty(),
        false,
        Collections.emptySortedMap(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same pod, chosen to go. */
  public static PodFact marked(PodFact pod) {
    Copy copy = new Copy(annotated(pod, Map.of("compilefarm.dev/no-new-jobs", "scale-down")));
    copy.marked = true;
    return copy.made();
  }

  /** The same pod with these annotations by which it takes no new job. */
  public static PodFact annotated(PodFact pod, Map<String, String> noNewJobs) {
    Copy copy = new Copy(pod);
    copy.noNewJobs = new TreeMap<>(noNewJobs);
    return copy.made();
  }

  /** The same pod, of another version of its Deployment. */
  public static PodFact ofRevision(String revision, PodFact pod) {
    Copy copy = new Copy(pod);
    copy.revision = revision;
    return copy.made();
  }

  /** The same pod, whose node names its image so. */
  public static PodFact ofImage(String imageId, PodFact pod) {
    Copy copy = new Copy(pod);
    copy.imageId = Optional.of(imageId);
    return copy.made();
  }

  /** The same pod, which took so long to be ready. */
  public static PodFact startedIn(VolunteerStart start, PodFact pod) {
    Copy copy = new Copy(pod);
    copy.start = Optional.of(start);
    return copy.made();
  }

  /** The same pod, which was ready so long after its node took it. */
  public static PodFact startedIn(int seconds, PodFact pod) {
    return startedIn(
        new VolunteerStart(
            Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(seconds)),
        pod);
  }

  /** The same pod on its way out. */
  public static PodFact terminating(PodFact pod, long graceSeconds) {
    Copy copy = new Copy(pod);
    copy.ready = false;
    copy.termination = Optional.of(new PodFact.Termination(graceSeconds));
    return copy.made();
  }

  /** A Deployment without pods, as it is right after a change of its size. */
  public static Workload askedFor(int replicas) {
    return workload(replicas, List.of());
  }

  /** A Deployment all of whose pods work since then. */
  public static Workload allReady(int replicas, Instant since) {
    return workload(
        replicas,
        IntStream.range(0, replicas).mapToObj(i -> ready("volunteer-" + i, since)).toList());
  }

  public static Workload workload(int replicas, List<PodFact> pods) {
    return new Workload("volunteers", OptionalInt.of(replicas), Optional.empty(), pods);
  }

  /** A pod of which some part is to be another. */
  private static final class Copy {
    private final PodFact pod;
    private String revision;
    private boolean ready;
    private Optional<PodFact.Termination> termination;
    private boolean marked;
    private SortedMap<String, String> noNewJobs;
    private Optional<String> imageId;
    private Optional<VolunteerStart> start;

    Copy(PodFact pod) {
      this.pod = pod;
      revision = pod.revision();
      ready = pod.ready();
      termination = pod.termination();
      marked = pod.marked();
      noNewJobs = pod.noNewJobs();
      imageId = pod.imageId();
      start = pod.start();
    }

    PodFact made() {
      return new PodFact(
          pod.name(),
          revision,
          ready,
          pod.readinessSince(),
          termination,
          marked,
          noNewJobs,
          pod.address(),
          pod.trouble(),
          imageId,
          start);
    }
  }
}
