package dev.compilefarm.operator.observe;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.util.Objects;
import java.util.Optional;

/** How far a Deployment is with replacing its pods. */
public enum Rollout {
  /** All pods are of its template. */
  DONE,
  /** Pods of an earlier template are left. */
  UNDER_WAY,
  /** So they are, and the cluster says that it made no progress for ten minutes. */
  STUCK;

  /** From the Deployment's status, as its controller in the cluster wrote it. */
  public static Rollout of(Deployment deployment) {
    Optional<DeploymentStatus> status = Optional.ofNullable(deployment.getStatus());
    if (!isUnderWay(deployment, status)) {
      return DONE;
    }
    return status.filter(Rollout::isStuck).isPresent() ? STUCK : UNDER_WAY;
  }

  /**
   * By pods that are older: a Deployment that grows has new ones to come too, and replaces none.
   */
  private static boolean isUnderWay(Deployment deployment, Optional<DeploymentStatus> status) {
    long seen = status.map(DeploymentStatus::getObservedGeneration).orElse(0L);
    long present = Objects.requireNonNullElse(deployment.getMetadata().getGeneration(), 0L);
    int all = status.map(DeploymentStatus::getReplicas).orElse(0);
    int updated = status.map(DeploymentStatus::getUpdatedReplicas).orElse(0);
    return seen < present || all > updated;
  }

  /** The reason is ProgressDeadlineExceeded; its deadline is ten minutes by default. */
  private static boolean isStuck(DeploymentStatus status) {
    return status.getConditions().stream()
        .anyMatch(c -> "Progressing".equals(c.getType()) && "False".equals(c.getStatus()));
  }
}
