package dev.compilefarm.client.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;

/** How data is printed. */
enum OutputForm {
  table,
  json,
  yaml;

  /** The data for programs; not for {@link #table}. */
  String render(Object data) {
    if (this == yaml) {
      return Serialization.asYaml(data);
    }
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(data) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
