package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** An option of the pods' resolver. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DnsOption(
    @Required
        @Size(min = 1, max = 128)
        @Pattern("^[!-~]+$")
        @JsonPropertyDescription("Name of the option, for example ndots.")
        String name,
    @Size(max = 128) @Pattern("^[!-~]*$") @JsonPropertyDescription("Its value. Default: none.")
        String value) {}
