package dev.compilefarm.operator.observe;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where a farm's clients could be, besides its own namespace.
 *
 * @param holding namespaces that hold a ConfigMap of this farm's clients
 * @param namesakes namespaces with a farm of the same name
 */
public record ClientPlaces(
    Namespaces namespaces, SortedSet<String> holding, SortedSet<String> namesakes) {

  /** Of an operator that serves no other namespaces. */
  public static final ClientPlaces NONE =
      new ClientPlaces(new Namespaces.NotEnabled(), new TreeSet<>(), new TreeSet<>());

  public ClientPlaces {
    holding = Collections.unmodifiableSortedSet(new TreeSet<>(holding));
    namesakes = Collections.unmodifiableSortedSet(new TreeSet<>(namesakes));
  }
}
