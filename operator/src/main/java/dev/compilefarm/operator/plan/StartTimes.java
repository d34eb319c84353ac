package dev.compilefarm.operator.plan;

import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.VolunteerStart;
import dev.compilefarm.operator.observe.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How long the last volunteers of a farm took from their creation until they were ready, in whole
 * seconds, as Kubernetes tells times. Immutable. A pod counts once, when it is first seen ready:
 * one that gets ready again later did not take so long to start. Those that were ready when this
 * process first saw the farm do not count: they may have been ready before, too.
 *
 * <p>A pod that is still on its way counts with its age, once it is older than the typical start.
 * Otherwise a farm that lets such pods go in each pause would never learn how long they take.
 *
 * @param counted names of the pods that are there and were ready once; empty before the first look
 * @param seconds of the last ones, the newest at the end
 * @param underWaySeconds ages of those that were not ready yet at the last look, oldest first
 */
record StartTimes(
    Optional<SortedSet<String>> counted, List<Integer> seconds, List<Integer> underWaySeconds) {
  static final StartTimes NONE = new StartTimes(Optional.empty(), List.of(), List.of());

  /** In seconds: until a start is known, that of a new node. */
  static final int UNKNOWN = 30;

  /** Few enough to follow a cluster that gets slower, and no single slow start decides. */
  private static final int KEPT = 15;

  StartTimes {
    counted = counted.map(names -> Collections.unmodifiableSortedSet(new TreeSet<>(names)));
    seconds = List.copyOf(seconds);
    underWaySeconds = List.copyOf(underWaySeconds);
  }

  /** With those that are ready, or on their way, now. */
  StartTimes seen(Workload volunteers, Instant now) {
    List<PodFact> started = volunteers.pods().stream().filter(this::hasStarted).toList();
    List<Integer> all = new ArrayList<>(seconds);
    started.stream()
        .filter(pod -> counted.isPresent() && !hasCounted(pod))
        .forEach(pod ->
            pod.start().map(VolunteerStart::total).map(StartTimes::seconds).ifPresent(all::add));
    TreeSet<String> names = new TreeSet<>();
    started.forEach(pod -> names.add(pod.name()));
    return new StartTimes(Optional.of(names), last(all), underWay(volunteers, now));
  }

  /**
   * The median of the last ones, those under way that are older than it among them; empty while
   * nothing is known.
   */
  OptionalInt typicalSeconds() {
    int known = median(seconds).orElse(UNKNOWN);
    List<Integer> all = new ArrayList<>(seconds);
    underWaySeconds.stream().filter(age -> age > known).forEach(all::add);
    return median(last(all));
  }

  private List<Integer> underWay(Workload volunteers, Instant now) {
    return volunteers.staying().stream()
        .filter(pod -> !hasStarted(pod))
        .map(pod -> seconds(Duration.between(pod.readinessSince(), now)))
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private static List<Integer> last(List<Integer> all) {
    return all.subList(Math.max(0, all.size() - KEPT), all.size());
  }

  private static OptionalInt median(List<Integer> seconds) {
    return seconds.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(seconds.stream().sorted().toList().get(seconds.size() / 2));
  }

  private boolean hasStarted(PodFact pod) {
    return pod.ready() || hasCounted(pod);
  }

  private boolean hasCounted(PodFact pod) {
    return counted.filter(names -> names.contains(pod.name())).isPresent();
  }

  private static int seconds(Duration took) {
    return Math.clamp(took.toSeconds(), 0, Integer.MAX_VALUE);
  }
}
