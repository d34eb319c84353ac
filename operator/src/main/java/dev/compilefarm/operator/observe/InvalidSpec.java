package dev.compilefarm.operator.observe;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import java.util.Optional;

/**
 * Of a farm whose spec could not be read, or holds a value that nobody can use: what is wrong. Such
 * a farm has no spec here. It was stored before the schema refused it.
 *
 * <p>The words stand beside the fields of the metadata: they survive a copy of the object, and
 * nobody can write them from outside, since the API server drops what is no field of the metadata.
 */
public final class InvalidSpec {
  private static final String KEY = "compilefarm.dev/invalid-spec";

  private InvalidSpec() {}

  /**
   * Says it of a farm.
   *
   * @param message names the field and its value, and says what would be right
   */
  public static void mark(CompileFarm farm, String message) {
    farm.getMetadata().setAdditionalProperty(KEY, message);
  }

  /** What is wrong with the farm's spec; empty when all is well. */
  public static Optional<String> of(CompileFarm farm) {
    return Optional.ofNullable(farm.getMetadata().getAdditionalProperties().get(KEY))
        .map(Object::toString);
  }
}
