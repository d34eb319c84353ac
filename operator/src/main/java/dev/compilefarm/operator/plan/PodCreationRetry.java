package dev.compilefarm.operator.plan;

import dev.compilefarm.operator.observe.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When the cluster is asked again for pods that it refuses to create. By itself it tries later and
 * later, up to 1000 s apart: a ReplicaSet's controller (pkg/controller/replicaset/replica_set.go)
 * takes client-go's default back-off. So a farm would notice a raised quota, or a webhook that is
 * back, up to a quarter of an hour late.
 *
 * @param at of the latest attempt, which is written on the Deployment; empty where nothing is
 *     refused
 * @param untilNext attempt
 */
public record PodCreationRetry(Optional<Instant> at, Optional<Duration> untilNext) {
  /** A refused attempt costs the API server three writes. */
  static final Duration INTERVAL = Duration.ofSeconds(30);

  /** Without a memory: attempts are at whole multiples of the interval. */
  static PodCreationRetry of(Workload workload, Instant now) {
    if (workload.podCreationError().isEmpty()) {
      return new PodCreationRetry(Optional.empty(), Optional.empty());
    }
    long seconds = INTERVAL.toSeconds();
    Instant last = Instant.ofEpochSecond(now.getEpochSecond() / seconds * seconds);
    return new PodCreationRetry(
        Optional.of(last), Optional.of(Duration.between(now, last.plus(INTERVAL))));
  }
}
