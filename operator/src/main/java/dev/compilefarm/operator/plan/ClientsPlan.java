package dev.compilefarm.operator.plan;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which namespaces, besides the farm's own, get the clients' ConfigMaps. */
public sealed interface ClientsPlan {

  /** The farm names some, and the operator may serve none. What is there stays as it is. */
  record NotEnabled() implements ClientsPlan {}

  /**
   * The farm names some, and the cluster's namespaces are not known. What is there stays as it is.
   *
   * @param cause what the API server said last; empty while nothing went wrong
   */
  record NotListed(String cause) implements ClientsPlan {}

  /**
   * These get them, and no other keeps them.
   *
   * @param namespaces none where the farm names none
   * @param refused why a namespace does not get them, by its name
   */
  record Kept(SortedSet<String> namespaces, SortedMap<String, String> refused)
      implements ClientsPlan {
    public Kept {
      namespaces = Collections.unmodifiableSortedSet(new TreeSet<>(namespaces));
      refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
    }
  }
}
