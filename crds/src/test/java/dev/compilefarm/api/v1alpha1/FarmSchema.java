package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What an API server does with a farm, from a CRD: fills in the defaults, looks at the structure,
 * and if that is sound runs the rules. Only the parts of a schema that this CRD has.
 *
 * @param root the schema of a whole farm
 */
public record FarmSchema(JSONSchemaProps root) {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Set<String> OF_EVERY_OBJECT = Set.of("apiVersion", "kind", "metadata");

  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  static FarmSchema of(CustomResourceDefinition crd) {
    return new FarmSchema(crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema());
  }

  /** That of the CRD which people install, from the folder of any module of this project. */
  public static FarmSchema published() {
    try {
      Path manifest = Path.of("../helm/compilefarm/files/compilefarms.compilefarm.dev.yaml");
      return of(YAML.unmarshal(Files.readString(manifest), CustomResourceDefinition.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with a farm; nothing where it would be taken. */
  List<String> objections(String farmYaml) {
    return objections(YAML.unmarshal(farmYaml, JsonNode.class));
  }

  /** What is wrong with a farm; nothing where it would be taken. */
  public List<String> objections(JsonNode farm) {
    return objections(root, filledIn(farm));
  }

  /** What is wrong with a part that is filled in, by its schema. */
  static List<String> objections(JSONSchemaProps schema, JsonNode part) {
    List<String> objections = new ArrayList<>();
    structure(schema, part, "", objections);
    if (objections.isEmpty()) {
      rules(schema, part, objections);
    }
    return objections;
  }

  /** The messages of the part's own rules that it breaks, not those of what is in it. */
  static List<String> broken(JSONSchemaProps schema, JsonNode part) {
    return Optional.ofNullable(schema.getXKubernetesValidations()).orElse(List.of()).stream()
        .filter(rule -> !CelRule.of(rule.getRule()).holdsFor(part))
        .map(ValidationRule::getMessage)
        .toList();
  }

  JsonNode filledIn(String farmYaml) {
    return filledIn(YAML.unmarshal(farmYaml, JsonNode.class));
  }

  /** The farm as it would be stored. */
  public JsonNode filledIn(JsonNode farm) {
    return filledIn(root, farm);
  }

  static JsonNode filledIn(JSONSchemaProps schema, JsonNode value) {
    return stored(schema, value.deepCopy());
  }

  /** A field that is null is not there, and then has its default. */
  private static JsonNode stored(JSONSchemaProps schema, JsonNode value) {
    if (value instanceof ObjectNode object && schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach((name, property) -> {
            if (object.path(name).isNull()) {
              object.remove(name);
            }
            if (!object.has(name) && property.getDefault() != null) {
              object.set(name, property.getDefault().deepCopy());
            }
            if (object.has(name)) {
              object.set(name, stored(property, object.get(name)));
            }
          });
    }
    if (value instanceof ObjectNode object && SchemaParts.isMap(schema)) {
      object.properties().removeIf(entry -> entry.getValue().isNull());
    }
    if (value instanceof ArrayNode array && SchemaParts.isList(schema)) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, stored(SchemaParts.itemsOf(schema), array.get(i)));
      }
    }
    return value;
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
    if (schema.getNot() != null && objections(schema.getNot(), value).isEmpty()) {
      objections.add(path + ": must not be one of " + schema.getNot().getEnum());
    }
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber() && value.canConvertToLong();
      case "boolean" -> value.isBoolean();
      default -> throw new AssertionError("type not looked at here: " + type);
    };
  }

  private static void fields(
      JSONSchemaProps schema, ObjectNode object, String path, List<String> objections) {
    bound(
        path,
        "fields",
        object.size(),
        schema.getMinProperties(),
        schema.getMaxProperties(),
        objections);
    for (String name : Optional.ofNullable(schema.getRequired()).orElse(List.of())) {
      if (!object.has(name)) {
        objections.add(path + "." + name + ": required");
      }
    }
    object
        .properties()
        .forEach(field -> {
          String child = path + "." + field.getKey();
          Optional<JSONSchemaProps> property =
              Optional.ofNullable(schema.getProperties()).map(all -> all.get(field.getKey()));
          if (property.isPresent()) {
            structure(property.get(), field.getValue(), child, objections);
          } else if (SchemaParts.isMap(schema)) {
            structure(SchemaParts.valuesOf(schema), field.getValue(), child, objections);
          } else if (!path.isEmpty() || !OF_EVERY_OBJECT.contains(field.getKey())) {
            objections.add(child + ": unknown field");
          }
        });
  }

  private static void items(
      JSONSchemaProps schema, ArrayNode array, String path, List<String> objections) {
    bound(path, "items", array.size(), schema.getMinItems(), schema.getMaxItems(), objections);
    if (!SchemaParts.isList(schema)) {
      return;
    }
    List<String> keys = Optional.ofNullable(schema.getXKubernetesListMapKeys()).orElse(List.of());
    List<List<JsonNode>> seen = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      JsonNode item = array.get(i);
      String child = "%s[%d]".formatted(path, i);
      List<JsonNode> key = keys.stream().map(item::path).toList();
      if (!keys.isEmpty() && seen.contains(key)) {
        objections.add(child + ": duplicate");
      }
      seen.add(key);
      structure(SchemaParts.itemsOf(schema), item, child, objections);
    }
  }

  private static void scalar(
      JSONSchemaProps schema, JsonNode value, String path, List<String> objections) {
    if (value.isNumber()) {
      number(schema, value.doubleValue(), path, objections);
    } else if (value.isTextual()) {
      text(schema, value.textValue(), path, objections);
    }
    if (schema.getEnum() != null
        && !schema.getEnum().isEmpty()
        && !schema.getEnum().contains(value)) {
      objections.add(path + ": must be one of " + schema.getEnum());
    }
  }

  private static void number(
      JSONSchemaProps schema, double value, String path, List<String> objections) {
    if (schema.getMinimum() != null && value < schema.getMinimum()) {
      objections.add("%s: at least %.0f".formatted(path, schema.getMinimum()));
    }
    if (schema.getMaximum() != null && value > schema.getMaximum()) {
      objections.add("%s: at most %.0f".formatted(path, schema.getMaximum()));
    }
  }

  private static void text(
      JSONSchemaProps schema, String value, String path, List<String> objections) {
    bound(
        path,
        "characters",
        value.codePointCount(0, value.length()),
        schema.getMinLength(),
        schema.getMaxLength(),
        objections);
    if (schema.getPattern() != null && !pattern(schema.getPattern()).matcher(value).matches()) {
      objections.add(path + ": must match " + schema.getPattern());
    }
  }

  private static Pattern pattern(String text) {
    return PATTERNS.computeIfAbsent(text, Pattern::compile);
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
    messages.addAll(broken(schema, value));
    if (value instanceof ArrayNode array && SchemaParts.isList(schema)) {
      array.forEach(item -> rules(SchemaParts.itemsOf(schema), item, messages));
    }
    if (value instanceof ObjectNode object && SchemaParts.isMap(schema)) {
      object.forEach(entry -> rules(SchemaParts.valuesOf(schema), entry, messages));
    }
    Optional.ofNullable(schema.getProperties())
        .orElse(Map.of())
        .forEach((name, property) -> {
          if (value.has(name)) {
            rules(property, value.get(name), messages);
          }
        });
  }
}
