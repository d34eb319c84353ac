package dev.compilefarm.operator.plan;

import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Chooses the volunteers that go when a farm shrinks: first those that do not work anyhow, then the
 * idlest. They are marked first, so that the dispatcher gives them no new job and the ReplicaSet
 * takes them and no others, and only then is the Deployment made smaller. A mark stays until its
 * pod is on its way out or the farm needs it after all.
 *
 * <p>A ReplicaSet takes pods that are not ready before those that are, whatever their deletion cost
 * ({@code ActivePodsWithRanks} in Kubernetes' {@code controller_utils.go}), hence the order.
 *
 * <p>While the Deployment replaces its pods by a new version, it chooses for itself; nothing is
 * marked then, and every pod still waits for its jobs before it ends.
 */
final class ScaleDown {

  /**
   * What the volunteers' Deployment is to be told.
   *
   * @param replicas more than wanted while volunteers that have just come are left alone
   * @param marked names of the pods that shall go; no other may be marked
   * @param revisitAfter when volunteers that have just come will have had their time
   */
  record Choice(int replicas, SortedSet<String> marked, Optional<Duration> revisitAfter) {}

  private final Duration probation;

  /**
   * @param probation how long a volunteer must have been ready before it may be chosen
   */
  ScaleDown(Duration probation) {
    this.probation = probation;
  }

  /**
   * @param wanted volunteers that shall be left
   */
  Choice choose(int wanted, Workload volunteers, Optional<Load> load, Instant now) {
    int current = volunteers.replicas().orElse(0);
    List<PodFact> staying = volunteers.staying();
    int surplus = staying.size() - wanted;
    if (surplus <= 0 || volunteers.isBeingUpdated()) {
      return new Choice(wanted, new TreeSet<>(), Optional.empty());
    }
    TreeSet<String> marked =
        staying.stream()
            .filter(pod -> !hasJustCome(pod, now))
            .sorted(byUse(load))
            .limit(surplus)
            .map(PodFact::name)
            .collect(Collectors.toCollection(TreeSet::new));
    int leftAlone = surplus - marked.size();
    return new Choice(
        // Never up: the volunteers that are too many now were let go before.
        wanted < current ? Math.min(current, wanted + leftAlone) : wanted,
        marked,
        leftAlone > 0 ? untilNextIsProven(staying, now) : Optional.empty());
  }

  private boolean hasJustCome(PodFact pod, Instant now) {
    return pod.ready() && !pod.marked() && pod.readinessSince().plus(probation).isAfter(now);
  }

  private Optional<Duration> untilNextIsProven(List<PodFact> pods, Instant now) {
    return pods.stream()
        .filter(pod -> hasJustCome(pod, now))
        .map(pod -> Duration.between(now, pod.readinessSince().plus(probation)))
        .min(Comparator.naturalOrder());
  }

  /** Who is missed least comes first; of equals, who came last. */
  private static Comparator<PodFact> byUse(Optional<Load> load) {
    return Comparator.comparing(PodFact::ready)
        .thenComparing(pod -> !pod.marked())
        .thenComparing(pod -> !pod.takesNoNewJob())
        .thenComparing(pod -> load.map(known -> known.busy(pod.name())).orElse(0))
        .thenComparing(PodFact::readinessSince, Comparator.reverseOrder())
        .thenComparing(PodFact::name);
  }
}
