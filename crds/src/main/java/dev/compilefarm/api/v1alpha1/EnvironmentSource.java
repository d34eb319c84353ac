package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Variables from all keys of a ConfigMap or Secret. */
@ValidationRule(
    value = "[has(self.configMapRef), has(self.secretRef)].filter(there, there).size() == 1",
    message = "template.envFrom must have one of configMapRef and secretRef")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EnvironmentSource(
    @Size(max = 128)
        @Pattern("^([A-Za-z_][A-Za-z0-9_]*)?$")
        @JsonPropertyDescription(
            "What the names of the variables begin with, before the key. Default: nothing.")
        String prefix,
    @JsonPropertyDescription("A ConfigMap. Default: none.") NameReference configMapRef,
    @JsonPropertyDescription("A Secret. Default: none.") NameReference secretRef) {}
