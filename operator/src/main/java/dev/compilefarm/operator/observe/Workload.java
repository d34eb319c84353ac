package dev.compilefarm.operator.observe;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A Deployment of a farm and its pods.
 *
 * @param replicas as asked for in the live Deployment; empty while there is none
 * @param podCreationError the cluster's message when it refuses to create pods
 * @param pods by name
 */
public record Workload(
    String name, OptionalInt replicas, Optional<String> podCreationError, List<PodFact> pods) {

  static Workload of(String name, Optional<Deployment> deployment, Collection<Pod> pods) {
    return new Workload(
        name,
        deployment
            .map(d -> d.getSpec().getReplicas())
            .map(OptionalInt::of)
            .orElse(OptionalInt.empty()),
        deployment.map(Deployment::getStatus).flatMap(Workload::podCreationError),
        facts(pods));
  }

  /** By name. */
  static List<PodFact> facts(Collection<Pod> pods) {
    return pods.stream()
        .filter(Workload::isActive)
        .map(PodFact::of)
        .sorted(Comparator.comparing(PodFact::name))
        .toList();
  }

  /** Pods that have not ended: an evicted pod stays as Failed beside its replacement. */
  private static boolean isActive(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return !"Failed".equals(phase) && !"Succeeded".equals(phase);
  }

  private static Optional<String> podCreationError(DeploymentStatus status) {
    return status.getConditions().stream()
        .filter(c -> "ReplicaFailure".equals(c.getType()) && "True".equals(c.getStatus()))
        .map(c -> Optional.ofNullable(c.getMessage()).orElse("no message"))
        .findFirst();
  }

  /** Pods that do their work. */
  public int ready() {
    return (int) pods.stream().filter(PodFact::ready).count();
  }

  /** Pods that take no new job, finish what they have and then go. */
  public int draining() {
    return (int) pods.stream().filter(PodFact::draining).count();
  }

  /** Pods that are not on their way out, ready or not. */
  public List<PodFact> staying() {
    return pods.stream().filter(pod -> !pod.terminating()).toList();
  }

  /** The Deployment replaces its pods: those that stay are of several versions. */
  public boolean isBeingUpdated() {
    return staying().stream().map(PodFact::revision).distinct().count() > 1;
  }

  /** Pods that share a kind of trouble, by name. */
  public List<PodFact> troubled(Trouble.Kind kind) {
    return pods.stream()
        .filter(pod -> pod.trouble().filter(t -> t.kind() == kind).isPresent())
        .toList();
  }
}
