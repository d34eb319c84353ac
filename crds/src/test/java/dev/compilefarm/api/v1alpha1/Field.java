package dev.compilefarm.api.v1alpha1;

import static dev.compilefarm.api.v1alpha1.SchemaParts.isList;
import static dev.compilefarm.api.v1alpha1.SchemaParts.itemsOf;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A field of the farm that this project describes. The fields below a pod's affinity, a selector of
 * labels and a volume's source are Kubernetes' own, and Kubernetes describes them.
 *
 * @param path from the farm on; {@code []} behind a list leads to the fields of its items
 * @param isRequired it cannot be left out
 */
record Field(String path, JSONSchemaProps schema, boolean isRequired) {
  private static final List<String> KUBERNETES_OWN =
      List.of(
          ".affinity",
          "namespaces.selector",
          ".labelSelector",
          ".podSelector",
          ".namespaceSelector",
          "volumes[].configMap",
          "volumes[].secret",
          "volumes[].persistentVolumeClaim",
          "volumes[].csi",
          "volumes[].emptyDir",
          "volumes[].image");

  /** All fields in the order of the schema, each before those in it. */
  static List<Field> all(JSONSchemaProps farm) {
    List<Field> all = new ArrayList<>();
    for (String part : List.of("spec", "status")) {
      add(new Field(part, SchemaParts.at(farm, part), false), all);
    }
    return all;
  }

  private static void add(Field field, List<Field> all) {
    all.add(field);
    if (KUBERNETES_OWN.stream().noneMatch(field.path::endsWith)) {
      boolean list = isList(field.schema);
      JSONSchemaProps parent = list ? itemsOf(field.schema) : field.schema;
      Optional.ofNullable(parent.getProperties())
          .ifPresent(properties ->
              properties.forEach((name, schema) ->
                  add(
                      new Field(
                          field.path + (list ? "[]." : ".") + name,
                          schema,
                          isRequired(parent, name)),
                      all)));
    }
  }

  private static boolean isRequired(JSONSchemaProps parent, String name) {
    return Optional.ofNullable(parent.getRequired()).orElse(List.of()).contains(name);
  }

  String description() {
    return Optional.ofNullable(schema.getDescription()).orElse("");
  }

  /** Of a value; the default of an object follows from its fields. */
  Optional<String> schemaDefault() {
    return Optional.ofNullable(schema.getDefault())
        .filter(JsonNode::isValueNode)
        .map(JsonNode::asText);
  }

  /** An object whose fields follow. */
  boolean hasFields() {
    return schema.getProperties() != null && !schema.getProperties().isEmpty();
  }

  @Override
  public String toString() {
    return path + ": " + description();
  }

  /** Not a field of one of Kubernetes' own types, some of which are described here. */
  boolean isOurs() {
    return !path.contains("tolerations[]") && !path.contains("imagePullSecrets[]");
  }
}
