package dev.compilefarm.operator.observe;

import dev.compilefarm.api.v1alpha1.ToolchainStatus.CompilerStatus;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What volunteers told their dispatcher that they compile with. Many volunteers have the same
 * compilers, so these are kept once.
 *
 * @param byVolunteer id of its toolchain by the name of a volunteer's pod; one that did not tell is
 *     left out
 * @param byId the compilers of each toolchain; the dispatcher lists a bounded number
 */
public record Toolchains(
    SortedMap<String, String> byVolunteer, SortedMap<String, List<CompilerStatus>> byId) {

  /** Of a dispatcher that knows of none. */
  public static final Toolchains NONE = new Toolchains(new TreeMap<>(), new TreeMap<>());

  public Toolchains {
    byVolunteer = Collections.unmodifiableSortedMap(new TreeMap<>(byVolunteer));
    byId = Collections.unmodifiableSortedMap(new TreeMap<>(byId));
  }

  /** The compilers of a volunteer; empty where it did not tell, or its toolchain is not listed. */
  public Optional<List<CompilerStatus>> of(String volunteer) {
    return Optional.ofNullable(byVolunteer.get(volunteer)).map(id -> byId.get(id));
  }

  /** What both know. Volunteers tell every dispatcher the same. */
  Toolchains plus(Toolchains other) {
    return new Toolchains(joined(byVolunteer, other.byVolunteer), joined(byId, other.byId));
  }

  private static <V> TreeMap<String, V> joined(Map<String, V> one, Map<String, V> other) {
    TreeMap<String, V> all = new TreeMap<>(other);
    all.putAll(one);
    return all;
  }
}
