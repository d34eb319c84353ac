package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** Labels of SELinux, as far as Pod Security takes them. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SelinuxSpec(
    @Size(min = 1, max = 253)
        @Pattern("^[a-z0-9:.,-]+$")
        @JsonPropertyDescription(
            "Level of the pods, such as s0:c123,c456. Default: the node's choice.")
        String level,
    @JsonPropertyDescription("Type of the pods. Default: the node's choice.") String type) {}
