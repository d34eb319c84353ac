package dev.compilefarm.operator.names;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The labels by which a farm's objects are found. */
public final class Labels {
  /** The farm that an object belongs to. */
  public static final String FARM = "compilefarm.dev/farm";

  /** The namespace of the farm that an object belongs to, where it is not the object's own. */
  public static final String FARM_NAMESPACE = "compilefarm.dev/farm-namespace";

  /** The part of the farm that an object belongs to. */
  public static final String COMPONENT = "app.kubernetes.io/component";

  public static final String DISPATCHER = "dispatcher";
  public static final String VOLUNTEER = "volunteer";
  public static final String CLIENT = "client";

  /** Pods that pull images. */
  public static final String IMAGES = "images";

  /** Pods that keep room for volunteers. */
  public static final String PLACEHOLDER = "placeholder";

  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private static final String OPERATOR = "compilefarm-operator";

  /** Selects what this operator made, and the pods that it watches. */
  public static final String MANAGED_SELECTOR = MANAGED_BY + "=" + OPERATOR;

  private Labels() {}

  /** All labels of an object, in a fixed order. */
  public static SortedMap<String, String> of(FarmNames names, String component) {
    TreeMap<String, String> labels = new TreeMap<>(selector(names, component));
    labels.put("app.kubernetes.io/name", "compilefarm");
    labels.put("app.kubernetes.io/instance", names.farm());
    labels.put("app.kubernetes.io/part-of", "compilefarm");
    labels.put(MANAGED_BY, OPERATOR);
    return Collections.unmodifiableSortedMap(labels);
  }

  /**
   * All labels of a pod that the operator does not watch, in a fixed order: it is not what {@link
   * #MANAGED_SELECTOR} selects.
   */
  public static SortedMap<String, String> ofUnwatched(FarmNames names, String component) {
    TreeMap<String, String> labels = new TreeMap<>(of(names, component));
    labels.remove(MANAGED_BY);
    return Collections.unmodifiableSortedMap(labels);
  }

  /**
   * The labels that tell one component's pods from all others; never to be changed, Deployments
   * refuse it.
   */
  public static SortedMap<String, String> selector(FarmNames names, String component) {
    return Collections.unmodifiableSortedMap(
        new TreeMap<>(Map.of(FARM, names.farm(), COMPONENT, component)));
  }

  /** {@link #selector} as text. */
  public static String selectorText(FarmNames names, String component) {
    return selector(names, component).entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(","));
  }
}
