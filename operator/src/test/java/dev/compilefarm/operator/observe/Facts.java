package dev.compilefarm.operator.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
    return new PodFact(
        pod.name(),
        pod.revision(),
        pod.ready(),
        pod.readinessSince(),
        pod.termination(),
        true,
        new TreeMap<>(Map.of("compilefarm.dev/no-new-jobs", "scale-down")),
        pod.address(),
        pod.trouble(),
        pod.imageId(),
        pod.start());
  }

  /** The same pod with these annotations by which it takes no new job. */
  public static PodFact annotated(PodFact pod, Map<String, String> noNewJobs) {
    return new PodFact(
        pod.name(),
        pod.revision(),
        pod.ready(),
        pod.readinessSince(),
        pod.termination(),
        pod.marked(),
        new TreeMap<>(noNewJobs),
        pod.address(),
        pod.trouble(),
        pod.imageId(),
        pod.start());
  }

  /** The same pod, of another version of its Deployment. */
  public static PodFact ofRevision(String revision, PodFact pod) {
    return new PodFact(
        pod.name(),
        revision,
        pod.ready(),
        pod.readinessSince(),
        pod.termination(),
        pod.marked(),
        pod.noNewJobs(),
        pod.address(),
        pod.trouble(),
        pod.imageId(),
        pod.start());
  }

  /** The same pod, whose node names its image so. */
  public static PodFact ofImage(String imageId, PodFact pod) {
    return new PodFact(
        pod.name(),
        pod.revision(),
        pod.ready(),
        pod.readinessSince(),
        pod.termination(),
        pod.marked(),
        pod.noNewJobs(),
        pod.address(),
        pod.trouble(),
        Optional.of(imageId),
        pod.start());
  }

  /** The same pod, which took so long to be ready. */
  public static PodFact startedIn(VolunteerStart start, PodFact pod) {
    return new PodFact(
        pod.name(),
        pod.revision(),
        pod.ready(),
        pod.readinessSince(),
        pod.termination(),
        pod.marked(),
        pod.noNewJobs(),
        pod.address(),
        pod.trouble(),
        pod.imageId(),
        Optional.of(start));
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
    return new PodFact(
        pod.name(),
        pod.revision(),
        false,
        pod.readinessSince(),
        Optional.of(new PodFact.Termination(graceSeconds)),
        pod.marked(),
        pod.noNewJobs(),
        pod.address(),
        pod.trouble(),
        pod.imageId(),
        pod.start());
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
}
