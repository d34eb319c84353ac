package dev.compilefarm.operator.plan;

import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.Trouble;
import dev.compilefarm.operator.observe.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Volunteers that are no capacity any more, because they have not got ready for so long: a broken
 * node, an image that cannot be pulled there, a node that vanished. Another may be luckier
 * elsewhere. While the Deployment replaces its pods by another version nobody counts as overdue:
 * more of a version that does not start would be futile, and the old ones work on.
 *
 * @param pods how many
 * @param replaceable whether more of the same may help: some other volunteer is ready
 * @param untilMore when the next one may become one of them
 */
record Overdue(int pods, boolean replaceable, Optional<Duration> untilMore) {
  static Overdue of(Workload volunteers, Instant now) {
    if (volunteers.isBeingUpdated()) {
      return new Overdue(0, false, Optional.empty());
    }
    List<PodFact> staying = volunteers.pods().stream().filter(pod -> !pod.draining()).toList();
    List<PodFact> starting =
        staying.stream().filter(pod -> !pod.ready()).filter(pod -> !isUnscheduled(pod)).toList();
    return new Overdue(
        (int) starting.stream().filter(pod -> !isTimely(pod, now)).count(),
        staying.stream().anyMatch(PodFact::ready),
        starting.stream()
            .filter(pod -> isTimely(pod, now))
            .map(pod -> Duration.between(now, pod.overdueAt()))
            .min(Comparator.naturalOrder()));
  }

  /** How many more to ask for. */
  int toReplace() {
    return replaceable ? pods : 0;
  }

  /** More pods would find no node either, or would have others ended for them too. */
  private static boolean isUnscheduled(PodFact pod) {
    return pod.trouble()
        .map(Trouble::kind)
        .filter(kind -> kind == Trouble.Kind.UNSCHEDULABLE || kind == Trouble.Kind.ROOM_IS_MADE)
        .isPresent();
  }

  private static boolean isTimely(PodFact pod, Instant now) {
    return pod.overdueAt().isAfter(now);
  }
}
