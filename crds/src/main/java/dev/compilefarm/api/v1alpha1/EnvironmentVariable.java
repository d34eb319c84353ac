package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** A variable of a container's environment. */
@ValidationRule(
    value = "!has(self.valueFrom) || !has(self.value) || self.value == ''",
    message = "template.env must not have both value and valueFrom")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EnvironmentVariable(
    @Required
        @Size(min = 1, max = 128)
        @Pattern("^[A-Za-z_][A-Za-z0-9_]*$")
        @ValidationRule(
            value = EnvironmentVariable.IS_FREE,
            message =
                "template.env.name must not be TMPDIR, HOME, SLOTS, JOB_LIFETIME_SECONDS, ALLOW, POD_NAME or POD_UID, nor begin with 'COMPILEFARM_': the operator sets these")
        @JsonPropertyDescription("Name of the variable.")
        String name,
    @Size(max = 4096) @JsonPropertyDescription("Its value. Default: empty.") String value,
    @JsonPropertyDescription("Where its value comes from, in the place of 'value'. Default: none.")
        VariableSource valueFrom) {
  static final String IS_FREE =
      "!self.startsWith('COMPILEFARM_') && !(self in ['TMPDIR', 'HOME', 'SLOTS', 'JOB_LIFETIME_SECONDS', 'ALLOW', 'POD_NAME', 'POD_UID'])";
}
