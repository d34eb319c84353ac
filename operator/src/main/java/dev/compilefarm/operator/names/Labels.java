package dev.compilefarm.operator.names;

import java.util.Map;
import java.util.TreeMap;

/** The labels by which a farm's objects are found. */
public final class Labels {
  /** The farm that an object belongs to. */
  public static final String FARM = "compilefarm.dev/farm";

  /** The part of the farm that an object belongs to. */
  public static final String COMPONENT = "app.kubernetes.io/component";

  public static final String DISPATCHER = "dispatcher";
  public static final String VOLUNTEER = "volunteer";
  public static final String CLIENT = "client";

  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private static final String OPERATOR = "compilefarm-operator";

  /** Selects what this operator made, pods included. */
  public static final String MANAGED_SELECTOR = MANAGED_BY + "=" + OPERATOR;

  private Labels() {}

  /** All labels of an object. */
  public static Map<String, String> of(FarmNames names, String component) {
    return Map.of(
        "app.kubernetes.io/name",
        "compilefarm",
        "app.kubernetes.io/instance",
        names.farm(),
        COMPONENT,
        component,
        "app.kubernetes.io/part-of",
        "compilefarm",
        MANAGED_BY,
        OPERATOR,
        FARM,
        names.farm());
  }

  /**
   * The labels that tell one component's pods from all others; never to be changed, Deployments
   * refuse it.
   */
  public static Map<String, String> selector(FarmNames names, String component) {
    return Map.of(FARM, names.farm(), COMPONENT, component);
  }

  /** {@link #selector} as text, in a fixed order. */
  public static String selectorText(FarmNames names, String component) {
    var text = new StringBuilder();
    new TreeMap<>(selector(names, component))
        .forEach((key, value) ->
            text.append(text.isEmpty() ? "" : ",").append(key).append('=').append(value));
    return text.toString();
  }
}
