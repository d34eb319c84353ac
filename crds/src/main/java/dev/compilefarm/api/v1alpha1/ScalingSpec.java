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
        @JsonPropertyDescription("Volunteers kept while there is nothing to do.")
        Integer minVolunteers,
    @Default("10") @Min(1) @Max(1000) @JsonPropertyDescription("Volunteers at most.")
        Integer maxVolunteers,
    @Default("5")
        @Min(1)
        @Max(3600)
        @JsonPropertyDescription(
            "The farm is sized so that what is queued starts within so many seconds. Larger is cheaper, smaller is quicker:"
                + " with 1 there is a slot for each job that takes a second or more.")
        Integer targetWaitSeconds,
    @Default("1")
        @Min(1)
        @Max(1000)
        @JsonPropertyDescription("Volunteers started at least as soon as anything is queued.")
        Integer wakeVolunteers,
    @Default("300")
        @Min(0)
        @Max(86400)
        @JsonPropertyDescription(
            "The farm shrinks only to the highest need of the last so many seconds.")
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
