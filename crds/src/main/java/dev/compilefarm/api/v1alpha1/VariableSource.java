package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/** Where the value of a variable comes from. */
@ValidationRule(
    value =
        "[has(self.configMapKeyRef), has(self.secretKeyRef), has(self.fieldRef)].filter(there, there).size() == 1",
    message = "template.env.valueFrom must have one of configMapKeyRef, secretKeyRef and fieldRef")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record VariableSource(
    @JsonPropertyDescription("A key of a ConfigMap. Default: none.") KeyReference configMapKeyRef,
    @JsonPropertyDescription("A key of a Secret. Default: none.") KeyReference secretKeyRef,
    @JsonPropertyDescription("A field of the pod. Default: none.") FieldReference fieldRef) {}
