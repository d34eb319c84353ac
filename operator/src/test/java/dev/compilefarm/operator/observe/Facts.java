package dev.compilefarm.operator.observe;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
        Optional.empty(),
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
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
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
