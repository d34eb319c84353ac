package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a newer schema takes away from users of an older one: fields that are gone or of another
 * type, values that were allowed and no longer are, defaults that became others. More fields and
 * wider bounds take nothing away. Only the parts of a schema that this CRD has.
 */
final class SchemaNarrowing {
  /** A rule that does not look at objects without the field: {@code !has(self.field) || …}. */
  private static final Pattern ONLY_WITH_FIELD =
      Pattern.compile("!has\\(self\\.(\\w+)\\) \\|\\| .*", Pattern.DOTALL);

  private final List<String> found = new ArrayList<>();

  private SchemaNarrowing() {}

  /** One sentence each, with the path of the field; nothing where old objects stay good. */
  static List<String> between(JSONSchemaProps before, JSONSchemaProps after) {
    SchemaNarrowing narrowing = new SchemaNarrowing();
    narrowing.compare("", before, after);
    return narrowing.found;
  }

  private void compare(String path, JSONSchemaProps before, JSONSchemaProps after) {
    values(path, before, after);
    bounds(path, before, after);
    rules(path, before, after);
    entries(before.getProperties())
        .forEach((name, property) -> {
          String field = path + "." + name;
          Optional.ofNullable(entries(after.getProperties()).get(name))
              .ifPresentOrElse(
                  kept -> compare(field, property, kept), () -> found.add(field + " is gone"));
        });
    for (String name : list(after.getRequired())) {
      if (!list(before.getRequired()).contains(name)) {
        found.add(path + "." + name + " is required now");
      }
    }
    if (before.getItems() != null && after.getItems() != null) {
      compare(path + "[]", before.getItems().getSchema(), after.getItems().getSchema());
    }
    if (before.getAdditionalProperties() != null && after.getAdditionalProperties() != null) {
      compare(
          path + "{}",
          before.getAdditionalProperties().getSchema(),
          after.getAdditionalProperties().getSchema());
    }
  }

  /** What must be the same, and what a list of allowed values leaves out. */
  private void values(String path, JSONSchemaProps before, JSONSchemaProps after) {
    same(path, "type", before, after, JSONSchemaProps::getType);
    same(path, "format", before, after, JSONSchemaProps::getFormat);
    same(path, "pattern", before, after, JSONSchemaProps::getPattern);
    same(path, "default", before, after, p -> withoutNewFields(p.getDefault(), before));
    same(
        path,
        "x-kubernetes-int-or-string",
        before,
        after,
        JSONSchemaProps::getXKubernetesIntOrString);
    same(path, "x-kubernetes-list-type", before, after, JSONSchemaProps::getXKubernetesListType);
    same(
        path,
        "x-kubernetes-list-map-keys",
        before,
        after,
        p -> list(p.getXKubernetesListMapKeys()));
    same(path, "items", before, after, p -> p.getItems() == null);
    same(path, "additionalProperties", before, after, p -> p.getAdditionalProperties() == null);
    if (Boolean.TRUE.equals(before.getNullable()) && !Boolean.TRUE.equals(after.getNullable())) {
      found.add(path + " may no longer be null");
    }
    if (!list(after.getEnum()).isEmpty()
        && (list(before.getEnum()).isEmpty()
            || !Set.copyOf(after.getEnum()).containsAll(before.getEnum()))) {
      found.add("%s: of %s only %s are left".formatted(path, before.getEnum(), after.getEnum()));
    }
  }

  private void same(
      String path,
      String what,
      JSONSchemaProps before,
      JSONSchemaProps after,
      Function<JSONSchemaProps, ?> of) {
    Object was = of.apply(before);
    Object is = of.apply(after);
    if (!Objects.equals(was, is)) {
      found.add("%s: %s was %s and is %s".formatted(path, what, was, is));
    }
  }

  /** The default of an object holds those of its fields, and a new field may have one. */
  private static JsonNode withoutNewFields(JsonNode value, JSONSchemaProps before) {
    return value instanceof ObjectNode object
        ? object.deepCopy().retain(entries(before.getProperties()).keySet())
        : value;
  }

  private void bounds(String path, JSONSchemaProps before, JSONSchemaProps after) {
    lower(path, "minimum", before.getMinimum(), after.getMinimum());
    lower(path, "minLength", before.getMinLength(), after.getMinLength());
    lower(path, "minItems", before.getMinItems(), after.getMinItems());
    lower(path, "minProperties", before.getMinProperties(), after.getMinProperties());
    upper(path, "maximum", before.getMaximum(), after.getMaximum());
    upper(path, "maxLength", before.getMaxLength(), after.getMaxLength());
    upper(path, "maxItems", before.getMaxItems(), after.getMaxItems());
    upper(path, "maxProperties", before.getMaxProperties(), after.getMaxProperties());
  }

  private <N extends Comparable<N>> void lower(String path, String what, N before, N after) {
    if (after != null && (before == null || before.compareTo(after) < 0)) {
      found.add("%s: %s was %s and is %s".formatted(path, what, before, after));
    }
  }

  private <N extends Comparable<N>> void upper(String path, String what, N before, N after) {
    if (after != null && (before == null || before.compareTo(after) > 0)) {
      found.add("%s: %s was %s and is %s".formatted(path, what, before, after));
    }
  }

  private void rules(String path, JSONSchemaProps before, JSONSchemaProps after) {
    List<String> old =
        list(before.getXKubernetesValidations()).stream().map(ValidationRule::getRule).toList();
    for (ValidationRule rule : list(after.getXKubernetesValidations())) {
      if (!old.contains(rule.getRule()) && !isAboutNewField(rule.getRule(), before)) {
        found.add("%s: has a new rule: %s".formatted(path, rule.getRule()));
      }
    }
  }

  private static boolean isAboutNewField(String rule, JSONSchemaProps before) {
    Matcher field = ONLY_WITH_FIELD.matcher(rule);
    return field.matches() && !entries(before.getProperties()).containsKey(field.group(1));
  }

  private static <T> List<T> list(List<T> list) {
    return Optional.ofNullable(list).orElse(List.of());
  }

  private static Map<String, JSONSchemaProps> entries(Map<String, JSONSchemaProps> map) {
    return Optional.ofNullable(map).orElse(Map.of());
  }
}
