package dev.compilefarm.api.v1alpha1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaNarrowingTest {
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{type: integer}             | {type: string}               | .f: type was integer and is string",
        "{type: integer, default: 5} | {type: integer, default: 6}  | .f: default was 5 and is 6",
        "{default: {a: 1}, properties: {a: {}}} | {default: {a: 2}, properties: {a: {}}} | '.f: default was {\"a\":1} and is {\"a\":2}'",
        "{type: integer}             | {type: integer, default: 6}  | .f: default was null and is 6",
        "{type: integer}             | {type: integer, minimum: 1}  | .f: minimum was null and is 1.0",
        "{type: integer, minimum: 1} | {type: integer, minimum: 2}  | .f: minimum was 1.0 and is 2.0",
        "{type: integer, maximum: 9} | {type: integer, maximum: 8}  | .f: maximum was 9.0 and is 8.0",
        "{type: string, maxLength: 9}| {type: string, maxLength: 8} | .f: maxLength was 9 and is 8",
        "{type: string}              | {type: string, pattern: a}   | .f: pattern was null and is a",
        "{type: string, enum: [a, b]}| {type: string, enum: [b]}    | '.f: of [\"a\", \"b\"] only [\"b\"] are left'",
        "{type: string, nullable: true} | {type: string}            | .f may no longer be null",
        "{type: array, items: {type: string}} | {type: array, items: {type: integer}} | .f[]: type was string and is integer",
        "{additionalProperties: {type: string}} | {additionalProperties: {type: integer}} | .f{}: type was string and is integer",
        "{type: object} | {type: object, properties: {a: {}}, required: [a]} | .f.a is required now",
        "{properties: {a: {}}} | {properties: {b: {}}} | .f.a is gone",
        "{type: integer} | {type: integer, x-kubernetes-validations: [{rule: self > 1}]} | .f: has a new rule: self > 1"
      })
  void narrowerIsFound(String before, String after, String narrowing) {
    assertEquals(List.of(narrowing), SchemaNarrowing.between(field(before), field(after)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{type: integer, minimum: 2, maximum: 8} ; {type: integer, minimum: 1}",
        "{type: string, enum: [a]}               ; {type: string, enum: [a, b]}",
        "{type: string, enum: [a]}               ; {type: string}",
        "{properties: {a: {}}, required: [a]}    ; {properties: {a: {}, b: {type: string}}}",
        "{x-kubernetes-validations: [{rule: self > 1}]} ; {}",
        "{default: {a: 1}, properties: {a: {}}} ; {default: {a: 1, b: 2}, properties: {a: {}, b: {}}}",
        "{properties: {a: {}}} ; {properties: {a: {}, b: {}}, x-kubernetes-validations: [{rule: '!has(self.b) || self.b > self.a'}]}"
      })
  void widerIsNotFound(String before, String after) {
    assertEquals(List.of(), SchemaNarrowing.between(field(before), field(after)));
  }

  @Test
  void newRuleAboutOldFieldIsFound() {
    JSONSchemaProps before = field("{properties: {a: {}}}");
    JSONSchemaProps after =
        field(
            "{properties: {a: {}}, x-kubernetes-validations: [{rule: '!has(self.a) || self.a > 1'}]}");

    assertEquals(
        List.of(".f: has a new rule: !has(self.a) || self.a > 1"),
        SchemaNarrowing.between(before, after));
  }

  /** A schema whose field f has the schema given. */
  private static JSONSchemaProps field(String schema) {
    return YAML.unmarshal("---\n{properties: {f: %s}}".formatted(schema), JSONSchemaProps.class);
  }
}
