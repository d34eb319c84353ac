package dev.compilefarm.api.v1alpha1;

import static dev.compilefarm.api.v1alpha1.MarkdownTable.code;
import static dev.compilefarm.api.v1alpha1.SchemaParts.isList;
import static dev.compilefarm.api.v1alpha1.SchemaParts.isMap;
import static dev.compilefarm.api.v1alpha1.SchemaParts.itemsOf;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page of all fields of a farm, from the schema. */
final class FieldsPage {
  private static final String DEFAULT = " Default: ";

  /** Kubernetes' own type, whose types and reasons have a page of their own. */
  private static final String CONDITION = "status.conditions[]";

  private FieldsPage() {}

  static String markdown() {
    return """
    # Fields of a CompileFarm
    This page is generated from the types in `crds/`. Rewrite it with `make crds`.

    The API version is `compilefarm.dev/v1alpha1`. `kubectl explain cfarm.spec` shows the same descriptions.
    A farm's name has at most 52 characters, starts with a letter, and holds lower case letters, digits and `-`.
    Each entry of `status.conditions` is a condition of Kubernetes. [reasons.md](reasons.md) lists the types and reasons.
    """
        + tables()
        + rules();
  }

  /** A table for each object, in the order of the schema. */
  private static String tables() {
    Map<String, List<Field>> byObject =
        Field.all(CrdYaml.SCHEMA.root()).stream()
            .filter(field -> !parent(field).isEmpty() && !parent(field).equals(CONDITION))
            .collect(
                Collectors.groupingBy(FieldsPage::parent, LinkedHashMap::new, Collectors.toList()));
    return byObject.keySet().stream()
        .sorted()
        .map(object ->
            "\n## %s\n%s"
                .formatted(
                    object,
                    MarkdownTable.of(
                        List.of("Field", "Type", "Default", "Bounds", "Description"),
                        byObject.get(object).stream().map(FieldsPage::row))))
        .collect(Collectors.joining());
  }

  private static List<String> row(Field field) {
    String[] parts = field.description().split(DEFAULT, 2);
    return List.of(
        code(field.path().substring(parent(field).length() + 1)),
        type(field.schema()),
        parts.length < 2
            ? (field.isRequired() ? "required" : "")
            : parts[1].substring(0, parts[1].length() - 1),
        bounds(field.schema()),
        parts[0]);
  }

  private static String parent(Field field) {
    return field.path().substring(0, Math.max(0, field.path().lastIndexOf('.')));
  }

  private static String type(JSONSchemaProps schema) {
    if (isList(schema)) {
      return "list of " + type(itemsOf(schema));
    }
    if (isMap(schema)) {
      return "map of " + type(SchemaParts.valuesOf(schema));
    }
    return Optional.ofNullable(schema.getType()).orElse("quantity");
  }

  private static String bounds(JSONSchemaProps schema) {
    return Stream.of(
            range(schema.getMinimum(), schema.getMaximum(), ""),
            range(schema.getMinLength(), schema.getMaxLength(), " characters"),
            range(schema.getMinItems(), schema.getMaxItems(), " items"),
            range(schema.getMinProperties(), schema.getMaxProperties(), " keys"),
            Optional.ofNullable(schema.getPattern()).map(MarkdownTable::code),
            oneOf(schema))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(", "));
  }

  private static Optional<String> oneOf(JSONSchemaProps schema) {
    return Optional.ofNullable(schema.getEnum())
        .filter(values -> !values.isEmpty())
        .map(values ->
            values.stream()
                .map(JsonNode::asText)
                .map(text -> text.isEmpty() ? "empty" : text)
                .collect(Collectors.joining(", ", "one of: ", "")));
  }

  private static Optional<String> range(Number min, Number max, String unit) {
    if (max == null || isAnyInteger(max)) {
      return min == null ? Optional.empty() : Optional.of("from " + whole(min) + unit);
    }
    return Optional.of(
        min == null
            ? "up to %s%s".formatted(whole(max), unit)
            : "%s to %s%s".formatted(whole(min), whole(max), unit));
  }

  /** The bound of the type and not of the field. */
  private static boolean isAnyInteger(Number max) {
    return max.doubleValue() == Integer.MAX_VALUE;
  }

  private static String whole(Number number) {
    return new BigDecimal(number.toString()).toBigIntegerExact().toString();
  }

  /** What the cluster checks over several fields, in the words of its refusal. */
  private static String rules() {
    Stream<String> messages =
        Stream.concat(
            Stream.of(CrdYaml.SCHEMA.root()).flatMap(FieldsPage::messages),
            Field.all(CrdYaml.SCHEMA.root()).stream()
                .filter(field -> field.path().startsWith("spec"))
                .filter(Field::isOurs)
                .flatMap(field ->
                    Stream.concat(
                        messages(field.schema()),
                        isList(field.schema()) ? messages(itemsOf(field.schema())) : Stream.of())));
    return messages
        .map(message -> "- " + MarkdownTable.cell(message) + "\n")
        .collect(
            Collectors.joining(
                "",
                "\n## Rules over several fields\nThe cluster refuses a farm that breaks one of them.\n\n",
                ""));
  }

  private static Stream<String> messages(JSONSchemaProps schema) {
    return Optional.ofNullable(schema.getXKubernetesValidations()).stream()
        .flatMap(List::stream)
        .map(ValidationRule::getMessage);
  }
}
