package dev.compilefarm.dispatcher.discovery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The pods of a farm that have not ended, as far as the API has told of them: ten thousand at most.
 * Says what is odd about a pod once. One thread at a time may change it; any may ask.
 */
final class KnownPods {
  /** Twice as many as any farm that was ever measured; one takes some hundred bytes. */
  static final int PODS_MAX = 10_000;

  private final Map<String, VolunteerPod> byName = new ConcurrentHashMap<>();
  private Set<String> oddOnesOfList = Set.of();
  private boolean full;

  /** The pod of this name. */
  Optional<VolunteerPod> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All of them. */
  Collection<VolunteerPod> all() {
    return byName.values();
  }

  /**
   * These are all.
   *
   * @return sentences for the log
   */
  List<String> replace(List<PodPage> pages) {
    List<String> news = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    Set<String> oddOnes = new LinkedHashSet<>();
    for (PodPage page : pages) {
      oddOnes.addAll(page.oddities());
      page.pods().stream().filter(pod -> !pod.ended()).map(VolunteerPod::name).forEach(names::add);
    }
    byName.keySet().retainAll(names);
    pages.stream().flatMap(page -> page.pods().stream()).map(this::put).forEach(news::addAll);
    oddOnes.stream().filter(odd -> !oddOnesOfList.contains(odd)).forEach(news::add);
    oddOnesOfList = oddOnes;
    return news;
  }

  /**
   * One is new or like this now.
   *
   * @return sentences for the log
   */
  List<String> put(VolunteerPod pod) {
    if (pod.ended()) {
      byName.remove(pod.name());
      return List.of();
    }
    if (byName.size() >= PODS_MAX && !byName.containsKey(pod.name())) {
      return fullNow();
    }
    VolunteerPod before = byName.put(pod.name(), pod);
    full = byName.size() >= PODS_MAX && full;
    List<String> told =
        before != null && before.uid().equals(pod.uid()) ? before.oddities() : List.of();
    return pod.oddities().stream()
        .filter(odd -> !told.contains(odd))
        .map(odd -> "Volunteer " + pod.name() + ": " + odd)
        .toList();
  }

  /** One is no more. */
  void remove(VolunteerPod pod) {
    byName.computeIfPresent(
        pod.name(), (name, known) -> known.uid().equals(pod.uid()) ? null : known);
  }

  private List<String> fullNow() {
    boolean news = !full;
    full = true;
    return Stream.of("The farm has more than %d pods; the others get no jobs".formatted(PODS_MAX))
        .filter(sentence -> news)
        .toList();
  }
}
