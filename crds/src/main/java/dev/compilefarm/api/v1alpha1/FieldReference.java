package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A field of the pod itself. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FieldReference(
    @Required @JsonPropertyDescription("Which field, for example spec.nodeName.")
        String fieldPath) {}
