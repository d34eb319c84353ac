package dev.compilefarm.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A farm reads the same whether an API server filled in the defaults or the records did. */
class DefaultsTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final JSONSchemaProps SPEC =
      YAML.unmarshal(CrdYaml.generate(), CustomResourceDefinition.class)
          .getSpec()
          .getVersions()
          .getFirst()
          .getSchema()
          .getOpenAPIV3Schema()
          .getProperties()
          .get("spec");

  @Test
  void recordsFillInWhatTheSchemaSays() {
    TreeMap<String, String> fromSchema = new TreeMap<>();
    schemaDefaults("", SPEC, fromSchema);
    TreeMap<String, String> fromRecords = new TreeMap<>();
    JsonNode spec = new ObjectMapper().valueToTree(CompileFarmSpec.DEFAULTS);
    leaves("", spec, fromRecords);

    assertEquals(fromSchema, fromRecords);
  }

  @Test
  void tenantsWeightIsWhatTheSchemaSays() {
    Map<String, JSONSchemaProps> fields =
        SPEC.getProperties()
            .get("queue")
            .getProperties()
            .get("tenants")
            .getItems()
            .getSchema()
            .getProperties();

    assertEquals(
        fields.get("weight").getDefault().asInt(),
        new TenantSpec("nightly", null, null, null, null, null).weight());
  }

  @Test
  void farmWithoutSpecIsFarmOfDefaults() {
    CompileFarm farm =
        YAML.unmarshal(
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: main}
            """,
            CompileFarm.class);

    assertEquals(CompileFarmSpec.DEFAULTS, farm.specOrDefaults());
    assertNull(farm.getStatus());
  }

  @Test
  void farmOutlivesWritingAndReading() {
    String text =
        """
        apiVersion: compilefarm.dev/v1alpha1
        kind: CompileFarm
        metadata: {name: main}
        spec:
          volunteers: {slots: 3, resources: {limits: {cpu: "2"}}, template: {labels: {team: a}}}
          scaling: {maxVolunteers: 7}
          queue: {tenants: [{name: nightly, port: 3642, maxRunningJobs: 8}]}
          replicas: 2
        status: {observedGeneration: 4, queue: {queued: 1}}
        """;
    CompileFarm farm = YAML.unmarshal(text, CompileFarm.class);

    CompileFarm again = YAML.unmarshal(YAML.asYaml(farm), CompileFarm.class);

    assertEquals(farm.getSpec(), again.getSpec());
    assertEquals(farm.getStatus(), again.getStatus());
    assertEquals(7, again.getSpec().scaling().maxVolunteers());
    assertEquals(2, again.getSpec().replicas());
  }

  private static void schemaDefaults(
      String path, JSONSchemaProps schema, Map<String, String> found) {
    if (schema.getProperties().isEmpty()) {
      if (schema.getDefault() != null) {
        found.put(path, schema.getDefault().asText());
      }
      return;
    }
    schema
        .getProperties()
        .forEach((field, property) -> schemaDefaults(path + "." + field, property, found));
  }

  private static void leaves(String path, JsonNode node, Map<String, String> found) {
    if (node.isValueNode()) {
      found.put(path, node.asText());
    }
    node.properties()
        .forEach(entry -> leaves(path + "." + entry.getKey(), entry.getValue(), found));
  }
}
