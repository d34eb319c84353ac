package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;

/** The volunteers' pods. */
@ValidationRule(
    value = "!has(self.tools) || self.tools != 'Inject' || has(self.image)",
    message =
        "volunteers.tools must not be Inject without volunteers.image: the packaged image has distccd already")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VolunteersSpec(
    @Size(min = 1, max = 512)
        @Pattern("^\\S+$")
        @JsonPropertyDescription(
            "Image with the farm's compilers, for example the one that the CI job runs in. Name it by "
                + "digest, so that all volunteers run the same. Default: the image that the operator was "
                + "installed with.")
        String image,
    @JsonPropertyDescription(
            "Where the pods have distccd from. Inject: an init container brings it, and the image "
                + "needs compilers only. Image: the image has distccd and starts it, as the packaged image "
                + "does. Default: Inject where 'image' is named. A farm of version 0.1.0 that names an "
                + "image keeps Image until it names another one.")
        VolunteerTools tools,
    @Size(max = 32)
        @ValidationRule(
            value = "self.all(path, path.matches('^/[^:[:cntrl:]]*$'))",
            message =
                "volunteers.compilers must be absolute paths without ':', such as /opt/acme/bin or /opt/acme/bin/gcc")
        @JsonPropertyDescription(
            "Absolute paths of more directories with compilers, and of single compilers. Those on the "
                + "PATH of the image are found without it. An image of version 0.1.0 does not read it. "
                + "Default: none.")
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<@Size(min = 1, max = 1024) String> compilers,
    @Size(min = 1, max = 32)
        @Pattern("^[a-z0-9]+$")
        @JsonPropertyDescription(
            "Architecture of the nodes that volunteers run on, such as amd64 or arm64. It is the value "
                + "of the node's label kubernetes.io/arch. A nodeSelector in 'template' with this label "
                + "comes first. Default: that of the operator's node.")
        String architecture,
    @JsonPropertyDescription(
            "Most that the files of running compiles take, as a quantity. In memory only what is used "
                + "counts, against the memory limit of 'resources'. From 16Mi to 1Pi. Default: "
                + "512Mi for each slot.")
        Quantity tmpSize,
    @JsonPropertyDescription(
            "Where the files of running compiles are. Memory is fast and counts against the memory "
                + "limit, Disk is the node's. Default: Memory.")
        VolunteerTmpMedium tmpMedium,
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
    @Min(1)
        @Max(100)
        @JsonPropertyDescription(
            "How many volunteers may leave at a time when nodes are drained, as a part of all in "
                + "percent, rounded up. Each finishes its jobs before it leaves. Default: 25.")
        Integer maxUnavailablePercent,
    @JsonPropertyDescription("Compute resources of a volunteer's container. Default: none.")
        ResourcesSpec resources,
    @JsonPropertyDescription(
            "Additions to the volunteers' pods: labels, the nodes that they run on, and their "
                + "runtime. Default: none.")
        PodTemplate template) {

  /** The part of all volunteers that may leave at a time where a farm does not say it. */
  private static final int MAX_UNAVAILABLE_PERCENT = 25;

  static final VolunteersSpec DEFAULTS =
      new VolunteersSpec(null, null, null, null, null, null, null, null, null, null, null);

  public VolunteersSpec {
    compilers = compilers == null ? List.of() : List.copyOf(compilers);
    jobLifetimeSeconds = jobLifetimeSeconds == null ? 600 : jobLifetimeSeconds;
    resources = resources == null ? ResourcesSpec.NONE : resources;
    template = template == null ? PodTemplate.NONE : template;
  }

  /** Not a default of the field: what a farm says of its volunteers stays as it was. */
  public int maxUnavailablePercentOrDefault() {
    return maxUnavailablePercent == null ? MAX_UNAVAILABLE_PERCENT : maxUnavailablePercent;
  }
}
