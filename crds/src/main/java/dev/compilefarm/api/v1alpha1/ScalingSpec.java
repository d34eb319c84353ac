package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/** How the farm's size follows its queue. */
@ValidationRule(
    value = "self.minVolunteers <= self.maxVolunteers",
    message = "scaling.minVolunteers must be less than or equal to scaling.maxVolunteers")
@ValidationRule(
    value = "self.wakeVolunteers <= self.maxVolunteers",
    message = "scaling.wakeVolunteers must be less than or equal to scaling.maxVolunteers")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScalingSpec(
    @Default("0")
        @Min(0)
        @Max(1000)
        @JsonPropertyDescription(
            "Number of volunteers that the farm keeps while there is no job. Default: 0.")
        Integer minVolunteers,
    @Default("10")
        @Min(1)
        @Max(1000)
        @JsonPropertyDescription(
            "Largest number of volunteers. Where jobs need more, they wait, and the condition "
                + "CapacityLimited says so. Default: 10.")
        Integer maxVolunteers,
    @Default("5")
        @Min(1)
        @Max(3600)
        @JsonPropertyDescription(
            "Time within which a queued job should start, in seconds. The operator sizes the farm for "
                + "it: larger is cheaper, smaller is faster. With 1 there is a slot for each job that takes "
                + "a second or more. Default: 5.")
        Integer targetWaitSeconds,
    @Default("1")
        @Min(1)
        @Max(1000)
        @JsonPropertyDescription(
            "Smallest number of volunteers while a job waits for a slot. Default: 1.")
        Integer wakeVolunteers,
    @Default("300")
        @Min(0)
        @Max(86400)
        @JsonPropertyDescription(
            "Time that the farm keeps volunteers after it needed them, in seconds. The farm shrinks "
                + "to the highest need within this time. It does not shrink while a job waits for a slot. "
                + "Default: 300.")
        Integer scaleDownDelaySeconds) {

  static final ScalingSpec DEFAULTS = new ScalingSpec(null, null, null, null, null);

  public ScalingSpec {
    minVolunteers = minVolunteers == null ? 0 : minVolunteers;
    maxVolunteers = maxVolunteers == null ? 10 : maxVolunteers;
    targetWaitSeconds = targetWaitSeconds == null ? 5 : targetWaitSeconds;
    wakeVolunteers = wakeVolunteers == null ? 1 : wakeVolunteers;
    scaleDownDelaySeconds = scaleDownDelaySeconds == null ? 300 : scaleDownDelaySeconds;
  }
}
