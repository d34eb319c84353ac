package dev.compilefarm.operator.status;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pods by what they differ in, for a sentence. Not thread-safe. */
final class PodGroups {
  private static final int GROUPS_MAX = 4;

  private final SortedMap<String, List<String>> podsBy = new TreeMap<>();

  /**
   * @param by what the pod has in common with others of its group
   */
  void add(String by, String pod) {
    podsBy.merge(
        by,
        List.of(pod),
        (before, one) -> Stream.concat(before.stream(), one.stream()).sorted().toList());
  }

  boolean areSeveral() {
    return podsBy.size() > 1;
  }

  /** As {@code a (Pod x), b (2 pods, such as y)}, for behind a colon. */
  @Override
  public String toString() {
    return podsBy.entrySet().stream()
            .limit(GROUPS_MAX)
            .map(group -> group.getKey() + " " + pods(group.getValue()))
            .collect(Collectors.joining(", "))
        + (podsBy.size() > GROUPS_MAX ? " and %d more".formatted(podsBy.size() - GROUPS_MAX) : "");
  }

  private static String pods(List<String> names) {
    return names.size() == 1
        ? "(Pod %s)".formatted(names.getFirst())
        : "(%d pods, such as %s)".formatted(names.size(), names.getFirst());
  }
}
