package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;

/** What the operator last saw of a farm. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CompileFarmStatus(
    @Min(0) @JsonPropertyDescription("The metadata.generation that this status speaks of.")
        Long observedGeneration,
    @Size(max = 16)
        @JsonPropertyDescription(
            "Ready: the dispatcher takes jobs. CapacityLimited: the farm is smaller than its jobs need and something"
                + " forbids it to grow. VolunteersFailing: volunteers do not start, do not stay up or do not answer. While true,"
                + " the message holds the numbers, the object to look at and the cluster's own words.")
        List<Condition> conditions,
    @Size(max = 512)
        @JsonPropertyDescription(
            "Where jobs go, as host:port. Clients take it from the ConfigMap <farm>-client.")
        String endpoint,
    @LabelSelector
        @Size(max = 512)
        @JsonPropertyDescription("Selects the volunteers' pods, for the scale subresource.")
        String selector,
    @StatusReplicas
        @Min(0)
        @Max(Integer.MAX_VALUE)
        @JsonPropertyDescription(
            "Volunteer pods that exist, ready or not, for the scale subresource.")
        Integer replicas,
    @JsonPropertyDescription("The volunteers in numbers.") VolunteersStatus volunteers,
    @JsonPropertyDescription("The slots of the ready volunteers.") SlotsStatus slots,
    @JsonPropertyDescription("The jobs that wait.") QueueStatus queue) {

  /**
   * Pods by state; {@code ready + draining} may differ from {@code desired} while the farm changes
   * size.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record VolunteersStatus(
      @Min(0) @Max(Integer.MAX_VALUE) @JsonPropertyDescription("How many there shall be.")
          Integer desired,
      @Min(0) @Max(Integer.MAX_VALUE) @JsonPropertyDescription("How many take jobs.") Integer ready,
      @Min(0)
          @Max(Integer.MAX_VALUE)
          @JsonPropertyDescription("How many take no new job, finish what they have and then go.")
          Integer draining,
      @Size(max = 1024)
          @JsonPropertyDescription(
              "Why 'desired' is what it is: what is needed, and what bounds it.")
          String message,
      @Size(max = 1024)
          @JsonPropertyDescription(
              "Deprecated: the same text as 'message', which replaces it. The next version removes it.")
          String reason) {

    /** The volunteers in numbers, with the message under its old name too. */
    public static VolunteersStatus of(
        Integer desired, Integer ready, Integer draining, String message) {
      return new VolunteersStatus(desired, ready, draining, message, message);
    }
  }

  /** As the dispatcher counts them. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SlotsStatus(
      @Min(0) @Max(Integer.MAX_VALUE) @JsonPropertyDescription("Compiles that can run at a time.")
          Integer total,
      @Min(0) @Max(Integer.MAX_VALUE) @JsonPropertyDescription("Compiles that run.")
          Integer busy) {}

  /** As the dispatcher counts them. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record QueueStatus(
      @Min(0) @Max(Integer.MAX_VALUE) @JsonPropertyDescription("Jobs that wait.") Integer queued,
      @Min(0)
          @Max(Integer.MAX_VALUE)
          @JsonPropertyDescription(
              "Since when the oldest of them waits for a slot, in whole seconds; those that their tenant's maxRunningJobs keeps"
                  + " waiting do not count.")
          Integer oldestWaitSeconds) {}
}
