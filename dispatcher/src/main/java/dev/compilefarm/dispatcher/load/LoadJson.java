package dev.compilefarm.dispatcher.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Writes the load as JSON. The mapper is the contract's own, so that no setting of another part
 * changes what the operator reads.
 */
public final class LoadJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LoadJson() {}

  /** The load on one line. */
  public static String of(LoadView load) {
    try {
      return JSON.writeValueAsString(load);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the load cannot be written as JSON", e);
    }
  }
}
