package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** The volunteers' pods. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VolunteersSpec(
    @Size(min = 1, max = 512)
        @Pattern("^\\S+$")
        @JsonPropertyDescription(
            "Image with distccd and the farm's one toolchain. Default: the one the operator was installed with.")
        String image,
    @Min(1)
        @Max(200)
        @JsonPropertyDescription(
            "Compiles at a time in one volunteer (distccd --jobs). Default: the cpu limit of 'resources' rounded down,"
                + " at least 1; without a cpu limit 2.")
        Integer slots,
    @Default("600")
        @Min(1)
        @Max(86400)
        @JsonPropertyDescription(
            "Longest time a single compile may take, in seconds. A longer one is ended. Also bounds how long a volunteer"
                + " that is being removed is waited for.")
        Integer jobLifetimeSeconds,
    @JsonPropertyDescription("Compute resources of a volunteer's container.")
        ResourcesSpec resources,
    @JsonPropertyDescription(
            "Additions to the volunteers' pods: where they run, with which runtime, and labels.")
        PodTemplate template) {

  static final VolunteersSpec DEFAULTS = new VolunteersSpec(null, null, null, null, null);

  public VolunteersSpec {
    jobLifetimeSeconds = jobLifetimeSeconds == null ? 600 : jobLifetimeSeconds;
    resources = resources == null ? ResourcesSpec.NONE : resources;
    template = template == null ? PodTemplate.NONE : template;
  }
}
