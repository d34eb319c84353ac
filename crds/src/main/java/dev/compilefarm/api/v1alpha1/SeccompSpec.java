package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Which calls of the kernel the pods may make. */
@ValidationRule(
    value = "!has(self.type) || (self.type == 'Localhost') == has(self.localhostProfile)",
    message =
        "template.securityContext.seccompProfile must have a localhostProfile with the type Localhost, and no other")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SeccompSpec(
    @Required
        @JsonPropertyDescription("RuntimeDefault, or Localhost for a profile that the nodes have.")
        String type,
    @Size(min = 1, max = 253)
        @JsonPropertyDescription(
            "Path of the profile below the kubelet's directory of profiles, with the type Localhost. Default: none.")
        String localhostProfile) {}
