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
            "Image with distccd and the farm's one toolchain. Default: the image that the operator "
                + "was installed with.")
        String image,
    @Min(1)
        @Max(200)
        @JsonPropertyDescription(
            "Number of compiles that one volunteer runs at a time. Default: the cpu limit of "
                + "'resources', rounded down and at least 1. Without a cpu limit the default is 2.")
        Integer slots,
    @Default("600")
        @Min(1)
        @Max(86400)
        @JsonPropertyDescription(
            "Longest time that one compile may take, in seconds. The volunteer ends a compile that "
                + "takes longer. A volunteer that is being removed gets this time to finish its jobs. "
                + "Default: 600.")
        Integer jobLifetimeSeconds,
    @JsonPropertyDescription("Compute resources of a volunteer's container. Default: none.")
        ResourcesSpec resources,
    @JsonPropertyDescription(
            "Additions to the volunteers' pods: labels, the nodes that they run on, and their "
                + "runtime. Default: none.")
        PodTemplate template) {

  static final VolunteersSpec DEFAULTS = new VolunteersSpec(null, null, null, null, null);

  public VolunteersSpec {
    jobLifetimeSeconds = jobLifetimeSeconds == null ? 600 : jobLifetimeSeconds;
    resources = resources == null ? ResourcesSpec.NONE : resources;
    template = template == null ? PodTemplate.NONE : template;
  }
}
