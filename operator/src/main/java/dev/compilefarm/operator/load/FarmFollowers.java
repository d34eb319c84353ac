package dev.compilefarm.operator.load;

import dev.compilefarm.operator.observe.Load;
import dev.compilefarm.operator.observe.LoadReport;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The followers of one farm's dispatcher pods, and what they report together. Thread-safe. */
final class FarmFollowers {
  /** By the pod's name. */
  private final SortedMap<String, Follower> followers = new TreeMap<>();

  private Optional<LoadReport> report = Optional.empty();

  /**
   * Follows exactly these pods from now on. Those who leave are told to end.
   *
   * @return what they report by now
   */
  synchronized Optional<LoadReport> follow(
      Collection<DispatcherPod> pods, Function<DispatcherPod, Follower> start) {
    followers.values().removeIf(follower -> isEnded(follower, pods));
    pods.forEach(
        pod -> followers.computeIfAbsent(pod.name(), name -> start.apply(pod)).see(pod.ready()));
    refresh();
    return report;
  }

  /** Ends them all. */
  synchronized void end() {
    followers.values().forEach(Follower::end);
    followers.clear();
    refresh();
  }

  /**
   * One of them has news.
   *
   * @return whether that is news of the farm
   */
  synchronized boolean refresh() {
    Optional<LoadReport> before = report;
    report =
        together(
            followers.values().stream().map(Follower::report).flatMap(Optional::stream).toList());
    return !before.equals(report);
  }

  /** As of the last news. */
  synchronized Optional<LoadReport> report() {
    return report;
  }

  private static boolean isEnded(Follower follower, Collection<DispatcherPod> pods) {
    if (pods.stream().anyMatch(follower::isOf)) {
      return false;
    }
    follower.end();
    return true;
  }

  /**
   * The sum of what is heard, if anything is; else the first silence.
   *
   * @param reports of the pods of one farm, in the order of their names
   */
  static Optional<LoadReport> together(Collection<LoadReport> reports) {
    return reports.stream()
        .flatMap(report -> report.load().stream())
        .reduce(Load::plus)
        .<LoadReport>map(LoadReport.Heard::new)
        .or(() -> reports.stream().findFirst());
  }
}
