package dev.compilefarm.operator.plan;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a selector selects an object, by the object's labels. As {@code labels.Selector} of
 * k8s.io/apimachinery does it: an empty selector selects everything, and NotIn selects what does
 * not have the label.
 */
final class LabelMatching {
  private LabelMatching() {}

  static boolean matches(LabelSelector selector, Map<String, String> labels) {
    return Optional.ofNullable(selector.getMatchLabels()).orElse(Map.of()).entrySet().stream()
            .allMatch(wanted -> wanted.getValue().equals(labels.get(wanted.getKey())))
        && selector.getMatchExpressions().stream().allMatch(r -> isFulfilled(r, labels));
  }

  /** The schema takes no other operators; one of a later version selects nothing. */
  private static boolean isFulfilled(LabelSelectorRequirement r, Map<String, String> labels) {
    boolean isThere = labels.containsKey(r.getKey());
    List<String> values = Optional.ofNullable(r.getValues()).orElse(List.of());
    return switch (r.getOperator()) {
      case "In" -> isThere && values.contains(labels.get(r.getKey()));
      case "NotIn" -> !isThere || !values.contains(labels.get(r.getKey()));
      case "Exists" -> isThere;
      case "DoesNotExist" -> !isThere;
      default -> false;
    };
  }
}
