package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A ConfigMap or a Secret in the farm's namespace. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NameReference(
    @Required @JsonPropertyDescription("Name of the ConfigMap or Secret, in the farm's namespace.")
        String name,
    @JsonPropertyDescription(
            "If true, a pod starts without it where it is missing. Default: false.")
        Boolean optional) {}
