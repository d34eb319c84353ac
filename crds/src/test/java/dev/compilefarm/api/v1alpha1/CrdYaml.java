package dev.compilefarm.api.v1alpha1;

import static dev.compilefarm.api.v1alpha1.SchemaParts.at;
import static dev.compilefarm.api.v1alpha1.SchemaParts.keyedBy;
import static dev.compilefarm.api.v1alpha1.SchemaParts.texts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Generates the CRD from the types and adds what the generator has no annotation for: the order of
 * the printer columns (it sorts them by path), conditions as a map keyed by type, a default for the
 * whole spec, and descriptions of types that are not ours.
 */
final class CrdYaml {
  private static final String HEADER =
      """
      # Generated from the types in crds/. Rewrite with:
      #   mvn -pl crds test -Dcompilefarm.update-manifests=true
      """;

  private static final Pattern BOUND = Pattern.compile("( *(?:minimum|maximum): )([0-9.E]+)");

  /** What an API server makes of the types in this module. */
  static final FarmSchema SCHEMA =
      FarmSchema.of(
          new KubernetesSerialization().unmarshal(generate(), CustomResourceDefinition.class));

  private CrdYaml() {}

  static String generate() {
    ByteArrayOutputStream yaml = new ByteArrayOutputStream();
    new CRDGenerator()
        .customResourceClasses(CompileFarm.class)
        .forCRDVersions("v1")
        // Unquoted, the text True would be read as a boolean.
        .withMinQuotes(false)
        .withPostProcessor(
            new CRDPostProcessor() {
              @Override
              public HasMetadata process(HasMetadata crd, String version) {
                return complete((CustomResourceDefinition) crd);
              }
            })
        .withOutput(
            new CRDGenerator.CRDOutput<ByteArrayOutputStream>() {
              @Override
              public ByteArrayOutputStream outputFor(String crdName) {
                return yaml;
              }

              @Override
              public void close() {}
            })
        .generate();
    return HEADER
        + yaml.toString(StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(CrdYaml::wholeNumber)
            .collect(Collectors.joining("\n", "", "\n"));
  }

  /** The model holds bounds as doubles and would print 1.0 and 2.1E9. */
  private static String wholeNumber(String line) {
    Matcher bound = BOUND.matcher(line);
    return bound.matches()
        ? bound.group(1) + new BigDecimal(bound.group(2)).toBigIntegerExact()
        : line;
  }

  private static CustomResourceDefinition complete(CustomResourceDefinition crd) {
    CustomResourceDefinitionVersion version = crd.getSpec().getVersions().getFirst();
    version.setAdditionalPrinterColumns(
        List.of(
            column("Ready", "string", condition(ConditionType.READY, "status")),
            column("Volunteers", "integer", ".status.volunteers.ready"),
            column("Slots", "integer", ".status.slots.total"),
            column("Busy", "integer", ".status.slots.busy"),
            column("Queued", "integer", ".status.queue.queued"),
            column("Reason", "string", condition(ConditionType.READY, "reason")),
            wide(column("Toolchain", "string", ".status.toolchain.summary")),
            column("Age", "date", ".metadata.creationTimestamp")));
    JSONSchemaProps schema = version.getSchema().getOpenAPIV3Schema();
    forEach(schema, CrdYaml::withoutRepeatedRules);
    TypedSchema.complete(at(schema, "spec"), CompileFarmSpec.class);
    TypedSchema.complete(at(schema, "status"), CompileFarmStatus.class);
    schema.setDescription(
        "An elastic distcc farm with one toolchain and one fair queue. It has as many volunteers as the queue needs.");
    spec(at(schema, "spec"));
    status(at(schema, "status"));
    return crd;
  }

  private static void spec(JSONSchemaProps spec) {
    spec.setDescription("The farm as you want it. Every field may be left out.");
    // An empty object is enough to bring in the fields' own defaults. Not for 'scaling': the API
    // server runs an object's
    // rules on its default as it is written, and refuses a CRD whose rules fail there; it keeps the
    // generated default, whole.
    for (JSONSchemaProps part : List.of(spec, at(spec, "volunteers"))) {
      part.setDefault(JsonNodeFactory.instance.objectNode());
    }
    podTemplate(at(spec, "volunteers", "template"));
    podTemplate(at(spec, "dispatcher", "template"));
    keyedBy("name", at(spec, "queue", "tenants"));
  }

  /** Descriptions of Kubernetes' own fields. */
  private static void podTemplate(JSONSchemaProps template) {
    JSONSchemaProps toleration = at(template, "tolerations").getItems().getSchema();
    describe(
        toleration,
        "key",
        "Key of the taint. An empty key with the operator Exists means every taint.");
    describe(toleration, "value", "Value of the taint, with the operator Equal.");
    describe(toleration, "operator", "How the taint is compared: Equal or Exists. Default: Equal.");
    describe(
        toleration, "effect", "Effect of the taint that the pods tolerate. Default: all effects.");
    describe(
        toleration,
        "tolerationSeconds",
        "With the effect NoExecute: how long the pods tolerate the taint, in seconds. Default: for ever.");
    describe(
        at(template, "imagePullSecrets").getItems().getSchema(),
        "name",
        "Name of the Secret, in the farm's namespace.");
  }

  /** Conditions are bounded and keyed as Kubernetes' own {@code metav1.Condition} is. */
  private static void status(JSONSchemaProps status) {
    status.setDescription("The farm as the operator last saw it.");
    JSONSchemaProps conditions = at(status, "conditions");
    keyedBy("type", conditions);
    JSONSchemaProps condition = conditions.getItems().getSchema();
    describe(
            condition,
            "observedGeneration",
            "The metadata.generation of the farm that this condition describes.")
        .setMinimum(0.0);
    condition.setRequired(List.of("type", "status", "lastTransitionTime", "reason", "message"));
    describe(condition, "type", sentences(ConditionType.values(), ConditionType::sentence))
        .setMaxLength(316L);
    describe(condition, "status", "Whether the condition holds: True, False or Unknown.")
        .setEnum(texts("True", "False", "Unknown"));
    describe(condition, "reason", sentences(Reason.values(), Reason::sentence)).setMaxLength(1024L);
    describe(condition, "message", "The cause as a sentence, with the object to look at.")
        .setMaxLength(32768L);
    describe(
            condition, "lastTransitionTime", "Time when the status of this condition last changed.")
        .setFormat("date-time");
  }

  private static <E> String sentences(E[] values, Function<E, String> sentence) {
    return Stream.of(values)
        .map(value -> value + ": " + sentence.apply(value))
        .collect(Collectors.joining(" "));
  }

  private static JSONSchemaProps describe(JSONSchemaProps parent, String field, String text) {
    JSONSchemaProps property = at(parent, field);
    property.setDescription(text);
    return property;
  }

  private static void forEach(JSONSchemaProps schema, Consumer<JSONSchemaProps> action) {
    action.accept(schema);
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(property -> forEach(property, action));
    }
    if (schema.getItems() != null && schema.getItems().getSchema() != null) {
      forEach(schema.getItems().getSchema(), action);
    }
  }

  /**
   * The generator lists a record component's rules once for the field and once for the accessor.
   */
  private static void withoutRepeatedRules(JSONSchemaProps schema) {
    if (schema.getXKubernetesValidations() != null) {
      schema.setXKubernetesValidations(
          schema.getXKubernetesValidations().stream().distinct().toList());
    }
  }

  private static String condition(ConditionType type, String field) {
    return ".status.conditions[?(@.type==\"%s\")].%s".formatted(type, field);
  }

  /** Shown by {@code kubectl get -o wide} alone. */
  private static CustomResourceColumnDefinition wide(CustomResourceColumnDefinition column) {
    column.setPriority(1);
    return column;
  }

  private static CustomResourceColumnDefinition column(String name, String type, String jsonPath) {
    CustomResourceColumnDefinition column = new CustomResourceColumnDefinition();
    column.setName(name);
    column.setType(type);
    column.setJsonPath(jsonPath);
    return column;
  }
}
