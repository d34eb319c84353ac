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
@ValidationRule(
    value = "!has(self.preference) || !has(self.targetWaitSeconds)",
    message =
        "scaling.preference and scaling.targetWaitSeconds exclude each other: set targetWaitSeconds to null to use the preference")
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
    @JsonPropertyDescription(
            "Whether builds are quick or volunteers few. Fast: each job gets a slot, up to the maximum. "
                + "Balanced: jobs start within 2 seconds and share slots. Cheap: jobs start within 5 "
                + "seconds. Not together with 'targetWaitSeconds'. Default: Fast.")
        ScalingPreference preference,
    @Min(1)
        @Max(3600)
        @JsonPropertyDescription(
            "Time within which a queued job should start, in seconds. It is for experts, and takes the "
                + "place of 'preference'. The operator sizes the farm for it: larger is cheaper, smaller is "
                + "faster. Farms of version 0.1.0 keep their stored value, which is 5 if you named none. "
                + "Default: no value, and 'preference' decides.")
        Integer targetWaitSeconds,
    @Default("1")
        @Min(1)
        @Max(1000)
        @JsonPropertyDescription(
            "Smallest number of volunteers while a job waits for a slot. Default: 1.")
        Integer wakeVolunteers,
    @Min(0)
        @Max(86400)
        @JsonPropertyDescription(
            "Time that the farm keeps volunteers after it needed them, in seconds. The farm shrinks "
                + "to the highest need within this time. It does not shrink while a job waits for a slot. "
                + "Farms of version 0.1.0 keep their stored value, which is 300 if you named none. "
                + "Default: twice the time in which volunteers of this farm start, from 5 to 300 seconds.")
        Integer scaleDownDelaySeconds) {

  static final ScalingSpec DEFAULTS = new ScalingSpec(null, null, null, null, null, null);

  public ScalingSpec {
    minVolunteers = minVolunteers == null ? 0 : minVolunteers;
    maxVolunteers = maxVolunteers == null ? 10 : maxVolunteers;
    wakeVolunteers = wakeVolunteers == null ? 1 : wakeVolunteers;
  }
}
