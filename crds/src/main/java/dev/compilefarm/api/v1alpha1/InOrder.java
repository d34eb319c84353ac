package dev.compilefarm.api.v1alpha1;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Maps that cannot be changed and keep the order in which they were written; {@code Map.copyOf}
 * shuffles.
 */
final class InOrder {
  private InOrder() {}

  /** A missing map is an empty one. */
  static <K, V> Map<K, V> of(Map<K, V> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
