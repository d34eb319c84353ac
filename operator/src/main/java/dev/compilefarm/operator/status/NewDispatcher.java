package dev.compilefarm.operator.status;

import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A dispatcher that is ready, but not yet for everybody: each node's kube-proxy learns of it after
 * the API has, and refuses connections until then. kube-proxy gathers changes for a second by
 * default ({@code minSyncPeriod}), and a busy node takes longer.
 */
final class NewDispatcher {
  private static final Duration SETTLE = Duration.ofSeconds(3);

  private NewDispatcher() {}

  /** When the first of the ready pods can be reached from everywhere; empty if one can be now. */
  static Optional<Instant> reachableAt(Workload dispatcher, Instant now) {
    List<PodFact> ready = dispatcher.pods().stream().filter(PodFact::ready).toList();
    return ready.stream().allMatch(pod -> isNew(pod, now)) ? earliest(ready) : Optional.empty();
  }

  private static Optional<Instant> earliest(List<PodFact> pods) {
    return pods.stream()
        .map(pod -> pod.readinessSince().plus(SETTLE))
        .min(Comparator.naturalOrder());
  }

  /** A time that lies ahead for longer is another clock's, and tells nothing. */
  private static boolean isNew(PodFact pod, Instant now) {
    return Duration.between(pod.readinessSince(), now).abs().compareTo(SETTLE) < 0;
  }
}
