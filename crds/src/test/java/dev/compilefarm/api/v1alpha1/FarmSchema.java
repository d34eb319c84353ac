package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.bundle.CelFactory;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an API server does with a farm, from a CRD: fills in the defaults, looks at the structure,
 * and if that is sound runs the rules. Only the parts of a schema that this CRD has.
 *
 * @param root the schema of a whole farm
 */
record FarmSchema(JSONSchemaProps root) {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Set<String> OF_EVERY_OBJECT = Set.of("apiVersion", "kind", "metadata");

  /** That of the types in this module. */
  static final FarmSchema PRESENT =
      of(YAML.unmarshal(CrdYaml.generate(), CustomResourceDefinition.class));

  static FarmSchema of(CustomResourceDefinition crd) {
    return new FarmSchema(crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema());
  }

  /** What is wrong with a farm; nothing where it would be taken. */
  List<String> objections(String farmYaml) {
    var farm = filledIn(farmYaml);
    var objections = new ArrayList<String>();
    structure(root, farm, "", objections);
    if (objections.isEmpty()) {
      rules(root, farm, objections);
    }
    return objections;
  }

  /** The farm as it would be stored. */
  JsonNode filledIn(String farmYaml) {
    var farm = YAML.unmarshal(farmYaml, JsonNode.class);
    fillIn(root, farm);
    return farm;
  }

  private static void fillIn(JSONSchemaProps schema, JsonNode value) {
    if (value instanceof ObjectNode object && schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach((name, property) -> {
            if (!object.has(name) && property.getDefault() != null) {
              object.set(name, property.getDefault().deepCopy());
            }
            fillIn(property, object.path(name));
          });
    }
    if (value instanceof ArrayNode array) {
      array.forEach(item -> fillIn(schema.getItems().getSchema(), item));
    }
  }

  private static void structure(
      JSONSchemaProps schema, JsonNode value, String path, List<String> objections) {
    if (schema.getType() != null && !isOf(schema.getType(), value)) {
      objections.add(path + ": must be of type " + schema.getType());
      return;
    }
    switch (value) {
      case ObjectNode object -> fields(schema, object, path, objections);
      case ArrayNode array -> items(schema, array, path, objections);
      default -> scalar(schema, value, path, objections);
    }
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "boolean" -> value.isBoolean();
      default -> throw new AssertionError("type not looked at here: " + type);
    };
  }

  private static void fields(
      JSONSchemaProps schema, ObjectNode object, String path, List<String> objections) {
    bound(path, "fields", object.size(), null, schema.getMaxProperties(), objections);
    for (var name : Optional.ofNullable(schema.getRequired()).orElse(List.of())) {
      if (!object.has(name)) {
        objections.add(path + "." + name + ": required");
      }
    }
    object
        .properties()
        .forEach(field -> {
          var child = path + "." + field.getKey();
          var property =
              Optional.ofNullable(schema.getProperties()).map(all -> all.get(field.getKey()));
          if (property.isPresent()) {
            structure(property.get(), field.getValue(), child, objections);
          } else if (schema.getAdditionalProperties() != null) {
            structure(
                schema.getAdditionalProperties().getSchema(), field.getValue(), child, objections);
          } else if (!path.isEmpty() || !OF_EVERY_OBJECT.contains(field.getKey())) {
            objections.add(child + ": unknown field");
          }
        });
  }

  private static void items(
      JSONSchemaProps schema, ArrayNode array, String path, List<String> objections) {
    bound(path, "items", array.size(), schema.getMinItems(), schema.getMaxItems(), objections);
    var keys = Optional.ofNullable(schema.getXKubernetesListMapKeys()).orElse(List.of());
    var seen = new ArrayList<List<JsonNode>>();
    for (var i = 0; i < array.size(); i++) {
      var item = array.get(i);
      var child = "%s[%d]".formatted(path, i);
      var key = keys.stream().map(item::path).toList();
      if (!keys.isEmpty() && seen.contains(key)) {
        objections.add(child + ": duplicate");
      }
      seen.add(key);
      structure(schema.getItems().getSchema(), item, child, objections);
    }
  }

  private static void scalar(
      JSONSchemaProps schema, JsonNode value, String path, List<String> objections) {
    if (schema.getMinimum() != null && value.asDouble() < schema.getMinimum()) {
      objections.add("%s: at least %.0f".formatted(path, schema.getMinimum()));
    }
    if (schema.getMaximum() != null && value.asDouble() > schema.getMaximum()) {
      objections.add("%s: at most %.0f".formatted(path, schema.getMaximum()));
    }
    bound(
        path,
        "characters",
        value.asText().length(),
        schema.getMinLength(),
        schema.getMaxLength(),
        objections);
    if (schema.getPattern() != null && !value.asText().matches(schema.getPattern())) {
      objections.add(path + ": must match " + schema.getPattern());
    }
    if (schema.getEnum() != null
        && !schema.getEnum().isEmpty()
        && !schema.getEnum().contains(value)) {
      objections.add(path + ": must be one of " + schema.getEnum());
    }
  }

  private static void bound(
      String path, String what, long size, Long min, Long max, List<String> objections) {
    if (min != null && size < min) {
      objections.add("%s: at least %d %s".formatted(path, min, what));
    }
    if (max != null && size > max) {
      objections.add("%s: at most %d %s".formatted(path, max, what));
    }
  }

  private static void rules(JSONSchemaProps schema, JsonNode value, List<String> messages) {
    for (var rule : Optional.ofNullable(schema.getXKubernetesValidations()).orElse(List.of())) {
      if (!holds(rule.getRule(), value)) {
        messages.add(rule.getMessage());
      }
    }
    if (value instanceof ArrayNode array) {
      array.forEach(item -> rules(schema.getItems().getSchema(), item, messages));
    }
    Optional.ofNullable(schema.getProperties())
        .orElse(Map.of())
        .forEach((name, property) -> {
          if (value.has(name)) {
            rules(property, value.get(name), messages);
          }
        });
  }

  private static boolean holds(String rule, JsonNode value) {
    try {
      var cel =
          CelFactory.plannerCelBuilder()
              .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
              .addVar("self", SimpleType.DYN)
              .build();
      var program = cel.createProgram(cel.compile(rule).getAst());
      var self = new ObjectMapper().convertValue(value, Object.class);
      return (boolean) program.eval(Map.of("self", self));
    } catch (Exception e) {
      throw new AssertionError("rule cannot be run: " + rule, e);
    }
  }
}
