package dev.compilefarm.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Nothing in the published schema is without the bound that makes it readable and cheap. */
class TypedSchemaTest {
  @Test
  void everyPartHasItsBounds() {
    TreeMap<String, String> unbounded = new TreeMap<>();
    FarmSchema.published()
        .root()
        .getProperties()
        .forEach((name, part) -> unbounded(name, part, unbounded));

    assertEquals(Map.of(), unbounded);
  }

  @Test
  void wholeNumbersHaveTheBoundsOfTheirJavaType() {
    JSONSchemaProps schema = fields(Map.of("narrow", integer(), "wide", integer()));

    TypedSchema.complete(schema, Numbers.class);

    JSONSchemaProps narrow = schema.getProperties().get("narrow");
    assertEquals("int32", narrow.getFormat());
    assertEquals(Integer.MIN_VALUE, narrow.getMinimum());
    assertEquals(Integer.MAX_VALUE, narrow.getMaximum());
    assertEquals("int64", schema.getProperties().get("wide").getFormat());
  }

  @Test
  void typeWithoutRulesIsNotEmbedded() {
    JSONSchemaProps schema = fields(Map.of("port", new JSONSchemaProps()));

    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class, () -> TypedSchema.complete(schema, Unknown.class));

    assertTrue(refused.getMessage().contains(IntOrString.class.getName()), refused::getMessage);
  }

  /** What is stored may be older than the rules: see {@link KubernetesRules}. */
  @Test
  void rulesCanBeRunWhereFieldsAreMissing() {
    for (String pod : List.of("volunteers", "dispatcher")) {
      JSONSchemaProps template =
          SchemaParts.at(FarmSchema.published().root(), "spec", pod, "template");

      assertDoesNotThrow(() -> runOnNothing(template));
    }
  }

  private static void runOnNothing(JSONSchemaProps part) {
    if (SchemaParts.isList(part)) {
      runOnNothing(SchemaParts.itemsOf(part));
    } else if ("object".equals(part.getType())) {
      FarmSchema.broken(part, JsonNodeFactory.instance.objectNode());
      if (part.getProperties() != null) {
        part.getProperties().values().forEach(TypedSchemaTest::runOnNothing);
      }
    }
  }

  private record Numbers(Integer narrow, Long wide) {}

  private record Unknown(IntOrString port) {}

  private static JSONSchemaProps integer() {
    return new JSONSchemaPropsBuilder().withType("integer").build();
  }

  private static JSONSchemaProps fields(Map<String, JSONSchemaProps> fields) {
    return new JSONSchemaPropsBuilder().withType("object").withProperties(fields).build();
  }

  private static void unbounded(String path, JSONSchemaProps part, Map<String, String> found) {
    if (!isBounded(part)) {
      found.put(path, String.valueOf(part.getType()));
    }
    if (SchemaParts.isList(part)) {
      unbounded(path + "[]", SchemaParts.itemsOf(part), found);
    } else if (SchemaParts.isMap(part)) {
      unbounded(path + "{}", SchemaParts.valuesOf(part), found);
    } else if (part.getProperties() != null) {
      part.getProperties().forEach((name, field) -> unbounded(path + "." + name, field, found));
    }
  }

  private static boolean isBounded(JSONSchemaProps part) {
    return switch (part.getType()) {
      case null ->
          part.getPattern() != null
              && part.getMaxLength() != null
              && part.getMinimum() != null
              && part.getMaximum() != null;
      case "integer" ->
          "int64".equals(part.getFormat())
              || ("int32".equals(part.getFormat())
                  && part.getMinimum() >= Integer.MIN_VALUE
                  && part.getMaximum() <= Integer.MAX_VALUE);
      case "string" ->
          part.getMaxLength() != null
              || List.of("date-time").contains(String.valueOf(part.getFormat()))
              || !part.getEnum().isEmpty();
      case "array" -> part.getMaxItems() != null;
      case "object" -> !SchemaParts.isMap(part) || part.getMaxProperties() != null;
      case "boolean" -> true;
      default -> false;
    };
  }
}
