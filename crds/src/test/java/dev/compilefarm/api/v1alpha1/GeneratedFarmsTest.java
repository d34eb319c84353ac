package dev.compilefarm.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Farms made from the published schema: whatever it takes can be read; what it must not, it
 * refuses.
 */
class GeneratedFarmsTest {
  private static final KubernetesSerialization JSON = new KubernetesSerialization();
  private static final FarmSchema SCHEMA = FarmSchema.published();
  private static final long SEED = Long.getLong("compilefarm.seed", 1);
  private static final int FARMS = 1000;
  private static final int SPOILED = 1000;
  private static final int OF_EACH = 5;
  private static final List<ObjectNode> DRAWN = farms(FARMS);

  @Test
  void whatTheSchemaTakesCanBeRead() {
    DRAWN.forEach(farm -> {
      assertEquals(List.of(), SCHEMA.objections(farm), farm::toString);
      assertDoesNotThrow(
          () -> JSON.unmarshal(SCHEMA.filledIn(farm).toString(), CompileFarm.class),
          farm::toString);
    });
  }

  /**
   * A list of farms can be read when each of them can; one that cannot takes all others with it.
   */
  @Test
  void farmMeansTheSameAfterWritingAndReading() {
    DRAWN.forEach(farm -> {
      CompileFarm read = JSON.unmarshal(SCHEMA.filledIn(farm).toString(), CompileFarm.class);

      assertEquals(read.getSpec(), JSON.unmarshal(JSON.asJson(read), CompileFarm.class).getSpec());
    });
  }

  @Test
  void oneThingThatIsWrongIsRefused() {
    FarmGenerator generator = new FarmGenerator(SCHEMA, SEED);
    for (int i = 0; i < SPOILED; i++) {
      FarmGenerator.Spoiled spoiled = generator.nextSpoiled();
      assertNotEquals(List.of(), SCHEMA.objections(spoiled.farm()), spoiled::how);
    }
  }

  @Test
  void eachFieldEachEnumsMemberAndEachKindOfNumberIsThereOftenEnough() {
    TreeSet<String> expected = new TreeSet<>();
    kinds("spec", SchemaParts.at(SCHEMA.root(), "spec"), expected);
    TreeMap<String, Integer> found = new TreeMap<>();
    DRAWN.forEach(farm -> {
      TreeSet<String> there = new TreeSet<>();
      kinds("spec", SchemaParts.at(SCHEMA.root(), "spec"), farm.path("spec"), there);
      there.forEach(kind -> found.merge(kind, 1, Integer::sum));
    });

    assertEquals(
        Map.of(),
        expected.stream()
            .filter(kind -> found.getOrDefault(kind, 0) < OF_EACH)
            .collect(Collectors.toMap(kind -> kind, kind -> found.getOrDefault(kind, 0))));
  }

  @Test
  void sameSeedMakesSameFarms() {
    assertEquals(DRAWN.subList(0, 9), farms(9));
  }

  private static List<ObjectNode> farms(int count) {
    FarmGenerator generator = new FarmGenerator(SCHEMA, SEED);
    return Stream.generate(generator::next).limit(count).toList();
  }

  /** What there is to be found in farms. */
  private static void kinds(String path, JSONSchemaProps part, Set<String> kinds) {
    kinds.add(path);
    if (SchemaParts.isUntyped(part)) {
      kinds.addAll(List.of(path + " as text", path + " whole", path + " with a fraction"));
    } else if ("integer".equals(part.getType()) && part.getMinimum() != null) {
      kinds.add("%s = %.0f".formatted(path, part.getMinimum()));
      kinds.add("%s = %.0f".formatted(path, part.getMaximum()));
    } else if ("boolean".equals(part.getType())) {
      kinds.addAll(List.of(path + " = true", path + " = false"));
    } else if (part.getEnum() != null) {
      part.getEnum().forEach(member -> kinds.add(path + " = " + member));
    }
    if (SchemaParts.isList(part)) {
      kinds(path + "[]", SchemaParts.itemsOf(part), kinds);
    } else if (SchemaParts.isMap(part)) {
      kinds(path + "{}", SchemaParts.valuesOf(part), kinds);
    } else if (part.getProperties() != null) {
      part.getProperties().forEach((name, field) -> kinds(path + "." + name, field, kinds));
    }
  }

  private static void kinds(String path, JSONSchemaProps part, JsonNode value, Set<String> kinds) {
    if (value.isMissingNode() || value.isNull()) {
      return;
    }
    kinds.add(path);
    if (SchemaParts.isUntyped(part)) {
      kinds.add(path + kind(value));
    } else if (value.isValueNode()) {
      kinds.add(path + " = " + (value.isNumber() ? value.longValue() : value));
    }
    switch (value) {
      case ArrayNode list ->
          list.forEach(item -> kinds(path + "[]", SchemaParts.itemsOf(part), item, kinds));
      case ObjectNode map when SchemaParts.isMap(part) ->
          map.forEach(item -> kinds(path + "{}", SchemaParts.valuesOf(part), item, kinds));
      case ObjectNode object ->
          part.getProperties()
              .forEach((name, field) -> kinds(path + "." + name, field, object.path(name), kinds));
      default -> {}
    }
  }

  private static String kind(JsonNode value) {
    if (value.isTextual()) {
      return " as text";
    }
    return value.isIntegralNumber() ? " whole" : " with a fraction";
  }
}
