package dev.compilefarm.e2e.chart;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A verb on a kind of resource, as roles grant it and audit logs tell it.
 *
 * @param resource with its subresource, as in {@code pods/status}
 * @param group empty for the core group
 */
record Right(String resource, String group, String verb) implements Comparable<Right> {

  /** Written as {@code verb resource.group}. */
  static Right of(String text) {
    String[] parts = text.split(" ", 2);
    String[] resource = parts[1].split("\\.", 2);
    return new Right(resource[0], resource.length == 1 ? "" : resource[1], parts[0]);
  }

  /** All that these rules grant; whether to some names only does not matter here. */
  static SortedSet<Right> grantedBy(Collection<PolicyRule> rules) {
    return rules.stream().flatMap(Right::grantedBy).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<Right> grantedBy(PolicyRule rule) {
    return rule.getApiGroups().stream()
        .flatMap(group ->
            rule.getResources().stream()
                .flatMap(resource ->
                    rule.getVerbs().stream().map(verb -> new Right(resource, group, verb))));
  }

  @Override
  public int compareTo(Right other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
  }
}
