package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Finding and completing parts of a schema. */
final class SchemaParts {
  private SchemaParts() {}

  /** The field that the path leads to; the schema itself without one. */
  static JSONSchemaProps at(JSONSchemaProps schema, String... path) {
    for (String field : path) {
      schema = Objects.requireNonNull(schema.getProperties().get(field), field);
    }
    return schema;
  }

  /** What every item of the list is. */
  static JSONSchemaProps itemsOf(JSONSchemaProps list) {
    return list.getItems().getSchema();
  }

  /** What every value of the map is. */
  static JSONSchemaProps valuesOf(JSONSchemaProps map) {
    return map.getAdditionalProperties().getSchema();
  }

  static boolean isList(JSONSchemaProps schema) {
    return schema.getItems() != null && schema.getItems().getSchema() != null;
  }

  static boolean isMap(JSONSchemaProps schema) {
    return schema.getAdditionalProperties() != null
        && schema.getAdditionalProperties().getSchema() != null;
  }

  /** A value that is of several types, which the API server's schemas know only as of none. */
  static boolean isUntyped(JSONSchemaProps schema) {
    return schema.getType() == null;
  }

  static List<JsonNode> texts(String... texts) {
    return Stream.of(texts).<JsonNode>map(JsonNodeFactory.instance::textNode).toList();
  }

  /** Entries are told apart by the key: none can be there twice, and patches change single ones. */
  static void keyedBy(String key, JSONSchemaProps list) {
    keyedBy(list, key);
  }

  /** The same by several keys together. */
  static void keyedBy(JSONSchemaProps list, String... keys) {
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of(keys));
  }

  /** One more rule in CEL. */
  static void addRule(JSONSchemaProps schema, String rule, String message) {
    List<ValidationRule> rules =
        new ArrayList<>(Optional.ofNullable(schema.getXKubernetesValidations()).orElse(List.of()));
    ValidationRule added = new ValidationRule();
    added.setRule(rule);
    added.setMessage(message);
    rules.add(added);
    schema.setXKubernetesValidations(rules);
  }
}
