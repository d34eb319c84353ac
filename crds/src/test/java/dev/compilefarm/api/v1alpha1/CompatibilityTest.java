package dev.compilefarm.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who upgrades keeps the farms they have: what the previous CRD took, the present one takes, and it
 * means the same. The previous CRD lies in {@code src/test/resources/previous}, with farms that use
 * every field of it; {@code ChartUpgradeIT} shows the same farms to a real API server.
 */
class CompatibilityTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Path PREVIOUS = Path.of("src/test/resources/previous");
  private static final CustomResourceDefinition BEFORE =
      crd(read(PREVIOUS.resolve("compilefarms.compilefarm.dev.yaml")));
  private static final CustomResourceDefinition NOW = crd(CrdYaml.generate());

  /**
   * Fields of {@code spec.scaling} whose default the operator chooses by now. What is stored in a
   * farm stays; a farm that is made anew gets the new default.
   */
  private static final List<String> NO_LONGER_STORED =
      List.of("targetWaitSeconds", "scaleDownDelaySeconds");

  /** Only what an API server would have refused later, in the pods that a farm is to have. */
  @Test
  void nothingThatCouldRunIsTakenAway() {
    CustomResourceDefinition before = crd(YAML.asYaml(BEFORE));
    JSONSchemaProps couldRun = FarmSchema.of(before).root();
    TypedSchema.complete(couldRun.getProperties().get("spec"), CompileFarmSpec.class);
    TypedSchema.complete(couldRun.getProperties().get("status"), CompileFarmStatus.class);
    JSONSchemaProps scaling = couldRun.getProperties().get("spec").getProperties().get("scaling");
    NO_LONGER_STORED.forEach(field -> scaling.getProperties().get(field).setDefault(null));
    ((ObjectNode) scaling.getDefault()).remove(NO_LONGER_STORED);

    assertEquals(List.of(), SchemaNarrowing.between(couldRun, CrdYaml.SCHEMA.root()));
  }

  /** What kubectl, an HPA and stored objects find a farm by. */
  @Test
  void identityStays() {
    assertEquals(BEFORE.getSpec().getGroup(), NOW.getSpec().getGroup());
    assertEquals(BEFORE.getSpec().getScope(), NOW.getSpec().getScope());
    assertEquals(BEFORE.getSpec().getNames(), NOW.getSpec().getNames());
    CustomResourceDefinitionVersion before = BEFORE.getSpec().getVersions().getFirst();
    CustomResourceDefinitionVersion now = NOW.getSpec().getVersions().getFirst();
    assertEquals(before.getName(), now.getName());
    assertEquals(before.getServed(), now.getServed());
    assertEquals(before.getStorage(), now.getStorage());
    assertEquals(before.getSubresources(), now.getSubresources());
  }

  @ParameterizedTest
  @MethodSource("farms")
  void farmIsTakenAsBefore(Path file) {
    assertEquals(List.of(), FarmSchema.of(BEFORE).objections(read(file)), "by the previous CRD");
    assertEquals(List.of(), CrdYaml.SCHEMA.objections(read(file)), "by the present CRD");
  }

  /** In what is stored, where the previous CRD had filled in its defaults, and to the operator. */
  @ParameterizedTest
  @MethodSource("farms")
  void storedFarmMeansWhatItMeant(Path file) {
    JsonNode before = FarmSchema.of(BEFORE).filledIn(read(file));
    JsonNode now = CrdYaml.SCHEMA.filledIn(before.toString());

    assertTrue(isWithin(before, now), () -> "was: " + before + "\nis:  " + now);
    assertEquals(spec(before), spec(now));
  }

  @ParameterizedTest
  @MethodSource("farms")
  void farmThatIsMadeAnewMeansTheSameButForWhatTheOperatorChooses(Path file) {
    JsonNode before = FarmSchema.of(BEFORE).filledIn(read(file));
    JsonNode now = CrdYaml.SCHEMA.filledIn(read(file));
    NO_LONGER_STORED.stream()
        .filter(field -> !now.path("spec").path("scaling").has(field))
        .forEach(field -> ((ObjectNode) before.path("spec").path("scaling")).remove(field));

    assertTrue(isWithin(before, now), () -> "was: " + before + "\nis:  " + now);
    assertEquals(spec(before), spec(now));
  }

  @Test
  void farmsUseEveryField() throws IOException {
    JSONSchemaProps schema = FarmSchema.of(BEFORE).root().getProperties().get("spec");
    TreeSet<String> unused = new TreeSet<>();
    fields("spec", schema, unused);
    for (Path file : farms().toList()) {
      JsonNode farm = YAML.unmarshal(read(file), JsonNode.class);
      TreeSet<String> used = new TreeSet<>();
      used("spec", schema, farm.path("spec"), used);
      unused.removeAll(used);
    }

    assertEquals(Set.of(), unused);
  }

  static Stream<Path> farms() throws IOException {
    try (Stream<Path> files = Files.list(PREVIOUS.resolve("farms"))) {
      return files.sorted().toList().stream();
    }
  }

  /** Whether all that the first says, the second says too; it may say more. */
  private static boolean isWithin(JsonNode part, JsonNode whole) {
    if (part.isObject()) {
      return part.properties().stream()
          .allMatch(field -> isWithin(field.getValue(), whole.path(field.getKey())));
    }
    if (part.isArray()) {
      return part.size() == whole.size()
          && IntStream.range(0, part.size()).allMatch(i -> isWithin(part.get(i), whole.get(i)));
    }
    return part.equals(whole);
  }

  /** The paths of a schema that hold values. */
  private static void fields(String path, JSONSchemaProps schema, Set<String> found) {
    if (schema.getItems() != null) {
      fields(path + "[]", schema.getItems().getSchema(), found);
    } else if (isLeaf(schema)) {
      found.add(path);
    } else {
      schema
          .getProperties()
          .forEach((name, property) -> fields(path + "." + name, property, found));
    }
  }

  /** Those of {@link #fields} that have a value. */
  private static void used(String path, JSONSchemaProps schema, JsonNode value, Set<String> found) {
    if (schema.getItems() != null) {
      value.forEach(item -> used(path + "[]", schema.getItems().getSchema(), item, found));
    } else if (!isLeaf(schema)) {
      schema
          .getProperties()
          .forEach((name, field) -> used(path + "." + name, field, value.path(name), found));
    } else if (value.isValueNode() || value.size() > 0) {
      found.add(path);
    }
  }

  private static boolean isLeaf(JSONSchemaProps schema) {
    return schema.getProperties() == null || schema.getProperties().isEmpty();
  }

  private static CompileFarmSpec spec(JsonNode farm) {
    return YAML.unmarshal(farm.toString(), CompileFarm.class).specOrDefaults();
  }

  private static CustomResourceDefinition crd(String yaml) {
    return YAML.unmarshal(yaml, CustomResourceDefinition.class);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
