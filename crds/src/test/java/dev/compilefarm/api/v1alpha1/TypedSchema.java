package dev.compilefarm.api.v1alpha1;

import static dev.compilefarm.api.v1alpha1.SchemaParts.isList;
import static dev.compilefarm.api.v1alpha1.SchemaParts.isMap;
import static dev.compilefarm.api.v1alpha1.SchemaParts.itemsOf;
import static dev.compilefarm.api.v1alpha1.SchemaParts.valuesOf;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A pass over a schema beside the Java types that it was generated from, so that whatever it takes
 * can be read into them. Whole numbers get the format and the bounds of their Java type where they
 * have none, lists of objects a bound, and Kubernetes' own types their {@link KubernetesRules}: a
 * type that they do not know fails here, not in somebody's cluster.
 */
final class TypedSchema {
  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final String OURS = TypedSchema.class.getPackageName();

  private TypedSchema() {}

  /**
   * @param type what the schema is the schema of
   */
  static void complete(JSONSchemaProps schema, Class<?> type) {
    complete(schema, JACKSON.constructType(type));
  }

  /** From the inside out: a type has the last word on what its fields' types say. */
  private static void complete(JSONSchemaProps schema, JavaType type) {
    if (isList(schema)) {
      complete(itemsOf(schema), type.getContentType());
      if (schema.getMaxItems() == null) {
        schema.setMaxItems(KubernetesRules.LIST_MAX);
      }
    } else if (isMap(schema)) {
      complete(valuesOf(schema), type.getContentType());
    } else if (hasFields(schema)) {
      Map<String, JavaType> types = fields(type);
      schema.getProperties().forEach((name, field) -> complete(field, types.get(name)));
    }
    scalar(schema, type.getRawClass());
    KubernetesRules.of(type.getRawClass())
        .ifPresentOrElse(
            rules -> rules.accept(schema), () -> mustBeOursOrJavas(type.getRawClass()));
  }

  private static void mustBeOursOrJavas(Class<?> type) {
    if (!type.getPackageName().equals(OURS) && !type.getPackageName().startsWith("java.")) {
      throw new IllegalStateException("KubernetesRules has no word on " + type);
    }
  }

  private static void scalar(JSONSchemaProps schema, Class<?> type) {
    if (type == Integer.class || type == int.class) {
      schema.setFormat("int32");
      schema.setMinimum(
          Optional.ofNullable(schema.getMinimum()).orElse((double) Integer.MIN_VALUE));
      schema.setMaximum(
          Optional.ofNullable(schema.getMaximum()).orElse((double) Integer.MAX_VALUE));
    } else if (type == Long.class || type == long.class) {
      // An API server's integers are of 64 bits anyway.
      schema.setFormat("int64");
    }
  }

  private static boolean hasFields(JSONSchemaProps schema) {
    return schema.getProperties() != null && !schema.getProperties().isEmpty();
  }

  private static Map<String, JavaType> fields(JavaType type) {
    return JACKSON.getDeserializationConfig().introspect(type).findProperties().stream()
        .collect(
            Collectors.toMap(
                BeanPropertyDefinition::getName, BeanPropertyDefinition::getPrimaryType));
  }
}
