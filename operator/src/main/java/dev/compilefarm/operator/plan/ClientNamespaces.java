package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.ClientNamespacesSpec;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.observe.ClientPlaces;
import dev.compilefarm.operator.observe.Namespaces;
import dev.compilefarm.operator.observe.Namespaces.NamespaceFact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Chooses the namespaces that get a farm's ConfigMaps, and says why others do not. Pure. */
final class ClientNamespaces {
  private final FarmNames farm;
  private final ClientNamespacesSpec spec;
  private final ClientPlaces places;

  private ClientNamespaces(FarmNames farm, ClientNamespacesSpec spec, ClientPlaces places) {
    this.farm = farm;
    this.spec = spec;
    this.places = places;
  }

  static ClientsPlan of(FarmNames farm, ClientNamespacesSpec spec, ClientPlaces places) {
    if (spec.saysNothing()) {
      return new ClientsPlan.Kept(new TreeSet<>(), new TreeMap<>());
    }
    return switch (places.namespaces()) {
      case Namespaces.NotEnabled() -> new ClientsPlan.NotEnabled();
      case Namespaces.NotListed(String cause) -> new ClientsPlan.NotListed(cause);
      case Namespaces.Listed(SortedMap<String, NamespaceFact> byName) ->
          new ClientNamespaces(farm, spec, places).among(byName);
    };
  }

  private ClientsPlan among(SortedMap<String, NamespaceFact> all) {
    TreeMap<String, String> refused = new TreeMap<>();
    List<String> usable = new ArrayList<>();
    TreeSet<String> wanted = new TreeSet<>(spec.names());
    all.forEach((name, fact) -> {
      if (isSelected(fact)) {
        wanted.add(name);
      }
    });
    wanted.remove(farm.namespace());
    for (String name : wanted) {
      objection(name, all).ifPresentOrElse(why -> refused.put(name, why), () -> usable.add(name));
    }
    // Whoever has them keeps them: a namespace that is new must not take them from another.
    usable.sort(
        Comparator.comparing((String name) -> !places.holding().contains(name))
            .thenComparing(Comparator.naturalOrder()));
    int kept = Math.min(usable.size(), ClientNamespacesSpec.MAX);
    usable
        .subList(kept, usable.size())
        .forEach(name ->
            refused.put(
                name,
                "a farm serves %d further namespaces at most. Narrow clients.namespaces"
                    .formatted(ClientNamespacesSpec.MAX)));
    return new ClientsPlan.Kept(new TreeSet<>(usable.subList(0, kept)), refused);
  }

  /** One that is on its way out needs nothing any more, unless somebody names it. */
  private boolean isSelected(NamespaceFact namespace) {
    return !namespace.terminating()
        && spec.bySelector()
            .filter(selector -> LabelMatching.matches(selector, namespace.labels()))
            .isPresent();
  }

  private Optional<String> objection(String name, SortedMap<String, NamespaceFact> all) {
    if (!all.containsKey(name)) {
      return Optional.of("it does not exist. Make it, or take it out of clients.namespaces.names");
    }
    if (all.get(name).terminating()) {
      return Optional.of("it is being deleted. Take it out of clients.namespaces.names");
    }
    return places.namesakes().contains(name)
        ? Optional.of(
            "it has a farm %s of its own. Give one of the two another name".formatted(farm.farm()))
        : Optional.empty();
  }
}
