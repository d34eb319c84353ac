package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Farms that a schema takes, and farms that it just does not, drawn at random: every field, every
 * member of an enum or a union, the edges of all bounds, nothing where nothing need be, null where
 * it means nothing. The same seed gives the same farms. Single-threaded.
 */
public final class FarmGenerator {
  /** Seen by the schema only from inside a rule, so they are tried out. */
  private static final List<String> KEYS =
      List.of(
          "team",
          "a",
          "Z9",
          "example.com/team",
          "topology.kubernetes.io/zone",
          "kubernetes.io/hostname",
          "0.a-b.c/x_y.z",
          "k".repeat(63),
          ("p".repeat(62) + ".").repeat(4) + "p/" + "k".repeat(63),
          "Example.Com/Team",
          "compilefarm.dev/farm",
          "",
          "a/b/c",
          "-",
          "k".repeat(64),
          "ключ",
          "p".repeat(254) + "/k");

  private static final List<String> RESOURCES =
      List.of("cpu", "memory", "ephemeral-storage", "cpu", "memory");

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "text",
          "nightly",
          "10.0.0.1",
          "/opt/acme/bin",
          "/opt/acme/bin/gcc:g++",
          "fd00::5",
          "\"{}[]'\\",
          "line\nline\n",
          "\u0000\u0007",
          "€ 漢字 \uD83D\uDE00",
          "null",
          "0",
          "~");

  /** Deeper in, lists are short, or a farm would have millions of parts. */
  private static final int LONG_LISTS_DEPTH = 5;

  private static final int TRIES = 30;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /**
   * A farm that a schema does not take.
   *
   * @param how the one thing that is wrong with it
   */
  public record Spoiled(ObjectNode farm, String how) {}

  /** Something in a farm, and what the schema says of it. */
  private record Place(
      String path, JSONSchemaProps schema, JsonNode parent, String field, int index) {
    JsonNode value() {
      return parent.isArray() ? parent.get(index) : parent.get(field);
    }

    void set(JsonNode value) {
      if (parent instanceof ArrayNode array) {
        array.set(index, value);
      } else {
        ((ObjectNode) parent).set(field, value);
      }
    }
  }

  private final FarmSchema schema;
  private final SplittableRandom random;
  private int farms;

  /** How likely a field is set that need not be; differs from farm to farm. */
  private double density;

  public FarmGenerator(FarmSchema schema, long seed) {
    this.schema = schema;
    this.random = new SplittableRandom(seed);
  }

  /** The next farm that the schema takes; its name is not used again. */
  public ObjectNode next() {
    density = List.of(0.1, 0.5, 0.9, 1.0).get(random.nextInt(4));
    ObjectNode farm = JSON.objectNode();
    farm.put("apiVersion", "compilefarm.dev/v1alpha1").put("kind", "CompileFarm");
    farm.putObject("metadata").put("name", "farm-%05d".formatted(farms++));
    value(SchemaParts.at(schema.root(), "spec"), 0).ifPresent(spec -> farm.set("spec", spec));
    return farm;
  }

  /** A farm that the schema would take but for one thing. */
  public Spoiled nextSpoiled() {
    while (true) {
      ObjectNode farm = next();
      List<Place> places = new ArrayList<>();
      places(SchemaParts.at(schema.root(), "spec"), farm.path("spec"), "spec", places);
      places.removeIf(place -> place.value().isNull());
      if (!places.isEmpty()) {
        Place place = places.get(random.nextInt(places.size()));
        JsonNode was = place.value();
        JsonNode bad = pick(spoiled(place.schema(), was));
        place.set(bad);
        return new Spoiled(farm, "%s: %s instead of %s".formatted(place.path(), bad, was));
      }
    }
  }

  /** Empty where none is found that the rules take. */
  private Optional<JsonNode> value(JSONSchemaProps part, int depth) {
    boolean isUnion = isUnion(part);
    return Stream.generate(() -> isUnion ? unionValue(part, depth) : anyValue(part, depth))
        .limit(TRIES)
        .filter(value -> isTaken(part, value))
        .findFirst();
  }

  /** What is in it has been looked at when it was made. */
  private static boolean isTaken(JSONSchemaProps part, JsonNode value) {
    return value.isContainerNode()
        ? hasAllRequired(part, value)
            && FarmSchema.broken(part, FarmSchema.filledIn(part, value)).isEmpty()
        : FarmSchema.objections(part, FarmSchema.filledIn(part, value)).isEmpty();
  }

  private static boolean hasAllRequired(JSONSchemaProps part, JsonNode value) {
    return Optional.ofNullable(part.getRequired()).orElse(List.of()).stream().allMatch(value::has);
  }

  private JsonNode anyValue(JSONSchemaProps part, int depth) {
    if (SchemaParts.isUntyped(part)) {
      return quantity(part);
    }
    return switch (part.getType()) {
      case "object" -> SchemaParts.isMap(part) ? map(part, depth) : object(part, depth);
      case "array" -> list(part, depth);
      case "string" -> JSON.textNode(text(part));
      case "integer" -> integer(part);
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      default -> throw new AssertionError("type not known here: " + part.getType());
    };
  }

  private static boolean isUnion(JSONSchemaProps part) {
    return unionRule(part).isPresent();
  }

  private static Optional<String> unionRule(JSONSchemaProps part) {
    return Optional.ofNullable(part.getXKubernetesValidations()).orElse(List.of()).stream()
        .map(ValidationRule::getRule)
        .filter(rule -> rule.endsWith(".filter(there, there).size() == 1"))
        .findFirst();
  }

  /** Of the members of a union exactly one is there. */
  private JsonNode unionValue(JSONSchemaProps part, int depth) {
    String rule = unionRule(part).orElseThrow();
    List<String> members =
        part.getProperties().keySet().stream()
            .filter(name -> rule.contains("has(self." + name + ")"))
            .toList();
    String member = pick(members);
    JsonNode value = object(part, depth);
    members.forEach(((ObjectNode) value)::remove);
    value(part.getProperties().get(member), depth + 1)
        .ifPresent(chosen -> ((ObjectNode) value).set(member, chosen));
    return value;
  }

  private JsonNode object(JSONSchemaProps part, int depth) {
    ObjectNode object = JSON.objectNode();
    List<String> required = Optional.ofNullable(part.getRequired()).orElse(List.of());
    part.getProperties()
        .forEach((name, field) -> {
          if (required.contains(name) || random.nextDouble() < density) {
            value(field, depth + 1).ifPresent(value -> object.set(name, value));
          } else if (random.nextInt(20) == 0) {
            object.set(name, NullNode.instance);
          }
        });
    mountsOfVolumes(object);
    return object;
  }

  /** A mount is of a volume that is there. */
  private void mountsOfVolumes(ObjectNode pod) {
    List<JsonNode> volumes = pod.path("volumes").valueStream().toList();
    pod.path("volumeMounts")
        .forEach(mount -> {
          if (!volumes.isEmpty()) {
            ((ObjectNode) mount).set("name", pick(volumes).get("name"));
          }
        });
    if (volumes.isEmpty()) {
      pod.remove("volumeMounts");
    }
  }

  private JsonNode map(JSONSchemaProps part, int depth) {
    ObjectNode map = JSON.objectNode();
    boolean isOfQuantities = SchemaParts.isUntyped(SchemaParts.valuesOf(part));
    for (int i = size(0, part.getMaxProperties(), depth); i > 0; i--) {
      String key = isOfQuantities ? pick(RESOURCES) : i > KEYS.size() ? "key-" + i : pick(KEYS);
      ObjectNode candidate = JSON.objectNode();
      value(SchemaParts.valuesOf(part), depth + 1).ifPresent(value -> candidate.set(key, value));
      if (isTaken(part, candidate)) {
        map.setAll(candidate);
      }
    }
    return map;
  }

  private JsonNode list(JSONSchemaProps part, int depth) {
    ArrayNode list = JSON.arrayNode();
    int min = Optional.ofNullable(part.getMinItems()).orElse(0L).intValue();
    for (int i = size(min, part.getMaxItems(), depth); i > 0; i--) {
      value(SchemaParts.itemsOf(part), depth + 1)
          .filter(item -> isNewIn(list, part.getXKubernetesListMapKeys(), item))
          .ifPresent(list::add);
    }
    return list;
  }

  private static boolean isNewIn(ArrayNode list, List<String> keys, JsonNode item) {
    return keys == null
        || keys.isEmpty()
        || list.valueStream()
            .noneMatch(other ->
                keys.stream()
                    .allMatch(key -> other.path(key).asText("").equals(item.path(key).asText(""))));
  }

  private int size(int min, Long max, int depth) {
    int most = max == null ? min + 2 : Math.toIntExact(max);
    return switch (random.nextInt(20)) {
      case 0 -> depth < LONG_LISTS_DEPTH ? most : Math.min(most, min + 3);
      case 1, 2, 3 -> min;
      default -> Math.min(most, min + 1 + random.nextInt(2));
    };
  }

  private String text(JSONSchemaProps part) {
    if (part.getEnum() != null && !part.getEnum().isEmpty()) {
      return pick(part.getEnum()).textValue();
    }
    int max = Optional.ofNullable(part.getMaxLength()).orElse(100L).intValue();
    if (part.getPattern() != null) {
      return PatternText.of(part.getPattern(), random, max - random.nextInt(Math.min(max, 4)));
    }
    return random.nextInt(50) == 0 ? "m".repeat(max - random.nextInt(2) * max / 9) : pick(TEXTS);
  }

  private JsonNode integer(JSONSchemaProps part) {
    long min = part.getMinimum() == null ? Long.MIN_VALUE : part.getMinimum().longValue();
    long max = part.getMaximum() == null ? Long.MAX_VALUE : part.getMaximum().longValue();
    long value =
        switch (random.nextInt(6)) {
          case 0 -> min;
          case 1 -> max;
          case 2 -> Math.min(min + 1, max);
          case 3 -> Math.clamp(random.nextLong(10), min, max);
          case 4 -> part.getDefault() == null ? max - 1 : part.getDefault().longValue();
          default ->
              max == Long.MAX_VALUE ? random.nextLong(min, max) : random.nextLong(min, max + 1);
        };
    return JSON.numberNode(value);
  }

  private JsonNode quantity(JSONSchemaProps part) {
    Double max = part.getMaximum();
    return switch (random.nextInt(8)) {
      case 0 -> JSON.numberNode(random.nextLong(100));
      case 1 -> JSON.numberNode(random.nextLong((long) max.doubleValue() + 1));
      case 2 -> JSON.numberNode(random.nextDouble() * 10);
      case 3 -> JSON.numberNode(pick(List.of(0.0, 0.1, 1e-9, Double.MIN_VALUE, 1e15, max)));
      default ->
          JSON.textNode(PatternText.of(part.getPattern(), random, part.getMaxLength().intValue()));
    };
  }

  private void places(JSONSchemaProps part, JsonNode value, String path, List<Place> found) {
    if (value instanceof ObjectNode object) {
      object
          .properties()
          .forEach(entry -> {
            JSONSchemaProps field =
                SchemaParts.isMap(part)
                    ? SchemaParts.valuesOf(part)
                    : part.getProperties().get(entry.getKey());
            String child = path + "." + entry.getKey();
            found.add(new Place(child, field, object, entry.getKey(), 0));
            places(field, entry.getValue(), child, found);
          });
    }
    if (value instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        String child = path + "[" + i + "]";
        found.add(new Place(child, SchemaParts.itemsOf(part), array, "", i));
        places(SchemaParts.itemsOf(part), array.get(i), child, found);
      }
    }
  }

  /** Values of which the schema takes none. */
  private List<JsonNode> spoiled(JSONSchemaProps part, JsonNode was) {
    if (SchemaParts.isUntyped(part)) {
      return Stream.of(
              List.of(
                      "",
                      "banana",
                      "-4",
                      " 1",
                      "1 ",
                      "1e",
                      "1.2.3",
                      "0x10",
                      "1Kb",
                      "１",
                      "1e1000",
                      "1".repeat(65))
                  .stream()
                  .map(JSON::textNode),
              Stream.of(
                  JSON.numberNode(-1),
                  JSON.numberNode(-0.5),
                  JSON.numberNode(1e19),
                  JSON.booleanNode(true),
                  JSON.arrayNode(),
                  JSON.arrayNode().add("1"),
                  JSON.objectNode(),
                  JSON.objectNode().put("amount", "1")))
          .flatMap(values -> values)
          .map(JsonNode.class::cast)
          .toList();
    }
    return switch (part.getType()) {
      case "object" -> spoiledObject(part, was);
      case "array" -> List.of(JSON.textNode("text"), JSON.objectNode());
      case "string" -> spoiledText(part);
      case "integer" -> spoiledInteger(part);
      default -> List.of(JSON.textNode("true"), JSON.numberNode(1));
    };
  }

  private static List<JsonNode> spoiledObject(JSONSchemaProps part, JsonNode was) {
    List<JsonNode> spoiled = new ArrayList<>(List.of(JSON.textNode("text"), JSON.arrayNode()));
    for (String name : Optional.ofNullable(part.getRequired()).orElse(List.of())) {
      spoiled.add(was.<ObjectNode>deepCopy().without(name));
    }
    return spoiled;
  }

  private List<JsonNode> spoiledText(JSONSchemaProps part) {
    List<JsonNode> spoiled =
        new ArrayList<>(List.of(JSON.numberNode(1), JSON.booleanNode(true), JSON.objectNode()));
    if (part.getEnum() != null && !part.getEnum().isEmpty()) {
      spoiled.add(JSON.textNode("Banana"));
      spoiled.add(JSON.textNode(pick(part.getEnum()).textValue() + " "));
    }
    if (part.getMaxLength() != null) {
      spoiled.add(JSON.textNode("m".repeat(part.getMaxLength().intValue() + 1)));
    }
    if (part.getPattern() != null) {
      spoiled.add(JSON.textNode(" x"));
      spoiled.add(JSON.textNode("x\n"));
      spoiled.add(JSON.textNode("ü"));
    }
    if (part.getMinLength() != null) {
      spoiled.add(JSON.textNode(""));
    }
    return spoiled;
  }

  private static List<JsonNode> spoiledInteger(JSONSchemaProps part) {
    List<JsonNode> spoiled =
        new ArrayList<>(
            List.of(
                JSON.textNode("1"),
                JSON.numberNode(0.5),
                JSON.booleanNode(true),
                JSON.numberNode(1e300)));
    if (part.getMaximum() != null) {
      spoiled.add(JSON.numberNode(part.getMaximum().longValue() + 1));
      spoiled.add(JSON.numberNode(3_000_000_000L));
    }
    if (part.getMinimum() != null) {
      spoiled.add(JSON.numberNode(part.getMinimum().longValue() - 1));
    }
    return spoiled;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
