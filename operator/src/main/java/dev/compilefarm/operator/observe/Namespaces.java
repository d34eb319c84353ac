package dev.compilefarm.operator.observe;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The namespaces of the cluster, as far as the operator may know them. */
public sealed interface Namespaces {

  /** The operator was installed without the rights to serve other namespaces than the farms'. */
  record NotEnabled() implements Namespaces {}

  /**
   * The operator may know them, and does not yet.
   *
   * @param cause what the API server said last; empty while nothing went wrong
   */
  record NotListed(String cause) implements Namespaces {}

  /** All that there are, by name. */
  record Listed(SortedMap<String, NamespaceFact> byName) implements Namespaces {
    public Listed {
      byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
    }
  }

  /**
   * A namespace.
   *
   * @param terminating it is being deleted, and nothing can be made in it
   */
  record NamespaceFact(Map<String, String> labels, boolean terminating) {
    public NamespaceFact {
      labels = Map.copyOf(labels);
    }
  }
}
