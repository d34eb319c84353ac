package dev.compilefarm.operator.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.ClientNamespacesSpec;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.ClientPlaces;
import dev.compilefarm.operator.observe.Namespaces;
import dev.compilefarm.operator.observe.Namespaces.NamespaceFact;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientNamespacesTest {
  private static final FarmNames FARM = new FarmNames("main", "ci");
  private static final LabelSelector TEAM_A =
      new LabelSelectorBuilder().addToMatchLabels("team", "a").build();

  private final TreeMap<String, NamespaceFact> there = new TreeMap<>();
  private final TreeSet<String> holding = new TreeSet<>();
  private final TreeSet<String> namesakes = new TreeSet<>();

  @Test
  void namesAndSelectorTogetherButNotTheFarmsOwn() {
    namespace("ci", Map.of("team", "a"));
    namespace("apps", Map.of());
    namespace("web", Map.of("team", "a"));
    namespace("other", Map.of("team", "b"));

    assertEquals(kept(Set.of("apps", "web"), Map.of()), plan(spec(List.of("apps", "ci"), TEAM_A)));
  }

  @Test
  void nothingSaidIsNoNamespaceEvenWhereNoneAreKnown() {
    assertEquals(
        kept(Set.of(), Map.of()), ClientNamespaces.of(FARM, spec(null, null), ClientPlaces.NONE));
  }

  @Test
  void withoutTheRightsNothingIsTouched() {
    assertEquals(
        new ClientsPlan.NotEnabled(),
        ClientNamespaces.of(FARM, spec(List.of("apps"), null), ClientPlaces.NONE));
  }

  @Test
  void beforeTheNamespacesAreKnownNothingIsTouched() {
    assertEquals(
        new ClientsPlan.NotListed("forbidden"),
        ClientNamespaces.of(
            FARM,
            spec(null, TEAM_A),
            new ClientPlaces(new Namespaces.NotListed("forbidden"), holding, namesakes)));
  }

  @Test
  void saysWhatIsWrongWithNamespaceThatIsNamed() {
    there.put("going", new NamespaceFact(Map.of(), true));
    namespace("twin", Map.of());
    namesakes.add("twin");

    assertEquals(
        kept(
            Set.of(),
            Map.of(
                "going", "it is being deleted. Take it out of clients.namespaces.names",
                "gone", "it does not exist. Make it, or take it out of clients.namespaces.names",
                "twin", "it has a farm main of its own. Give one of the two another name")),
        plan(spec(List.of("going", "gone", "twin"), null)));
  }

  @Test
  void selectedNamespaceThatGoesIsNobodysTrouble() {
    there.put("going", new NamespaceFact(Map.of("team", "a"), true));

    assertEquals(kept(Set.of(), Map.of()), plan(spec(null, TEAM_A)));
  }

  @Test
  void pastTheBoundThoseThatHaveItKeepItAndOthersAreTold() {
    IntStream.range(0, 258).forEach(i -> namespace("ns-%03d".formatted(i), Map.of()));
    holding.add("ns-257");

    ClientsPlan.Kept plan = (ClientsPlan.Kept) plan(spec(null, new LabelSelector()));

    assertEquals(256, plan.namespaces().size());
    assertEquals(
        Map.of(
            "ns-255", "a farm serves 256 further namespaces at most. Narrow clients.namespaces",
            "ns-256", "a farm serves 256 further namespaces at most. Narrow clients.namespaces"),
        plan.refused());
  }

  private void namespace(String name, Map<String, String> labels) {
    there.put(name, new NamespaceFact(labels, false));
  }

  private ClientsPlan plan(ClientNamespacesSpec spec) {
    return ClientNamespaces.of(
        FARM, spec, new ClientPlaces(new Namespaces.Listed(there), holding, namesakes));
  }

  private static ClientNamespacesSpec spec(List<String> names, LabelSelector selector) {
    return new ClientNamespacesSpec(names, selector);
  }

  private static ClientsPlan kept(Set<String> namespaces, Map<String, String> refused) {
    SortedSet<String> sorted = new TreeSet<>(namespaces);
    return new ClientsPlan.Kept(sorted, new TreeMap<>(refused));
  }
}
