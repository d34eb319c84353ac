package dev.compilefarm.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.bundle.CelFactory;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The CRD's cross-field rules, taken from the generated YAML and run on farms that have had their
 * defaults filled in. The rules' cost and the wording around the messages are the API server's and
 * are tested against one.
 */
class CelRulesTest {
  private static final JSONSchemaProps SCHEMA =
      new KubernetesSerialization()
          .unmarshal(CrdYaml.generate(), CustomResourceDefinition.class)
          .getSpec()
          .getVersions()
          .getFirst()
          .getSchema()
          .getOpenAPIV3Schema();

  @Test
  void acceptsFarmOfDefaults() {
    assertEquals(List.of(), violations("main", "{}"));
  }

  @Test
  void refusesMinimumAboveMaximum() {
    assertEquals(
        List.of("scaling.minVolunteers must be less than or equal to scaling.maxVolunteers"),
        violations("main", "{scaling: {minVolunteers: 4, maxVolunteers: 3}}"));
  }

  @Test
  void acceptsMinimumAndWakeAtMaximum() {
    assertEquals(
        List.of(),
        violations("main", "{scaling: {minVolunteers: 3, wakeVolunteers: 3, maxVolunteers: 3}}"));
  }

  @Test
  void refusesWakingMoreThanMaximum() {
    assertEquals(
        List.of("scaling.wakeVolunteers must be less than or equal to scaling.maxVolunteers"),
        violations("main", "{scaling: {wakeVolunteers: 11}}"));
  }

  @Test
  void refusesNamesThatNoServiceCanHave() {
    var message =
        "metadata.name must consist of lower case letters, digits and '-', start with a letter and end with a letter or digit";
    assertEquals(List.of(message), violations("9main", "{}"));
    assertEquals(List.of(message), violations("main.farm", "{}"));
    assertEquals(List.of(message), violations("main-", "{}"));
  }

  @Test
  void refusesNamesThatLeaveNoRoomForSuffix() {
    assertEquals(List.of(), violations("m".repeat(52), "{}"));
    assertEquals(
        List.of("metadata.name must have at most 52 characters"), violations("m".repeat(53), "{}"));
  }

  @Test
  void refusesLabelsAndAnnotationsThatTheOperatorSets() {
    assertEquals(
        List.of(
            "volunteers.template.labels must not begin with 'compilefarm.dev/' or 'app.kubernetes.io/': the operator sets"
                + " these"),
        violations("main", "{volunteers: {template: {labels: {app.kubernetes.io/name: mine}}}}"));
    assertEquals(
        List.of(
            "volunteers.template.annotations must not begin with 'compilefarm.dev/': the operator sets these"),
        violations(
            "main", "{volunteers: {template: {annotations: {compilefarm.dev/slots: '9'}}}}"));
    assertEquals(
        List.of(), violations("main", "{volunteers: {template: {labels: {team: compilers}}}}"));
  }

  /** Reading the spec through the records fills in the same defaults as the API server does. */
  private static List<String> violations(String name, String specYaml) {
    var spec = new KubernetesSerialization().unmarshal("---\n" + specYaml, CompileFarmSpec.class);
    var farm = Map.of("metadata", Map.of("name", name), "spec", spec);
    var messages = new ArrayList<String>();
    collect(SCHEMA, new ObjectMapper().convertValue(farm, Map.class), messages);
    return messages;
  }

  private static void collect(JSONSchemaProps schema, Object value, List<String> messages) {
    if (schema.getXKubernetesValidations() != null) {
      for (var rule : schema.getXKubernetesValidations()) {
        if (!holds(rule.getRule(), value)) {
          messages.add(rule.getMessage());
        }
      }
    }
    if (schema.getProperties() != null && value instanceof Map<?, ?> fields) {
      schema
          .getProperties()
          .forEach((field, property) -> {
            if (fields.get(field) != null) {
              collect(property, fields.get(field), messages);
            }
          });
    }
  }

  private static boolean holds(String rule, Object self) {
    try {
      var cel =
          CelFactory.plannerCelBuilder()
              .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
              .addVar("self", SimpleType.DYN)
              .build();
      var program = cel.createProgram(cel.compile(rule).getAst());
      return (boolean) program.eval(Map.of("self", self));
    } catch (Exception e) {
      throw new AssertionError("rule cannot be run: " + rule, e);
    }
  }
}
