package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** A key of a ConfigMap or of a Secret in the farm's namespace. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record KeyReference(
    @Required @JsonPropertyDescription("Name of the ConfigMap or Secret, in the farm's namespace.")
        String name,
    @Required @JsonPropertyDescription("Key in it.") String key,
    @JsonPropertyDescription(
            "If true, a pod starts without it where it is missing. Default: false.")
        Boolean optional) {}
