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
    @Min(0)
        @JsonPropertyDescription("The metadata.generation of the farm that this status describes.")
        Long observedGeneration,
    @Size(max = 16)
        @JsonPropertyDescription(
            "Ready: the dispatcher takes jobs. CapacityLimited: jobs need more volunteers, and "
                + "something keeps the farm from growing. VolunteersFailing: volunteers do not start, do "
                + "not stay up or do not answer. ToolchainMixed: volunteers compile with different "
                + "compilers. ClientNamespacesRefused: clients' ConfigMaps are missing in namespaces that "
                + "'clients' names. ClientsShareAddress: many clients look like one. While a condition is "
                + "true, its message holds numbers, the object to look at and the cluster's own words.")
        List<Condition> conditions,
    @Size(max = 512)
        @JsonPropertyDescription(
            "Address that takes jobs, as host:port. The ConfigMap <farm>-client holds it for clients.")
        String endpoint,
    @Size(max = 512)
        @JsonPropertyDescription(
            "Address that takes jobs from outside of the cluster, as host:port. The load balancer of "
                + "the farm's Service has it. Absent while there is none.")
        String externalEndpoint,
    @LabelSelector
        @Size(max = 512)
        @JsonPropertyDescription(
            "Label selector of the volunteers' pods, for the scale subresource.")
        String selector,
    @StatusReplicas
        @Min(0)
        @Max(Integer.MAX_VALUE)
        @JsonPropertyDescription(
            "Number of volunteer pods that are not terminating, ready or not, for the scale "
                + "subresource.")
        Integer replicas,
    @JsonPropertyDescription("Numbers of volunteers.") VolunteersStatus volunteers,
    @JsonPropertyDescription(
            "Slots of the volunteers that take jobs, as the dispatcher counts them.")
        SlotsStatus slots,
    @JsonPropertyDescription("Jobs that wait, as the dispatcher counts them.") QueueStatus queue,
    @JsonPropertyDescription(
            "What the volunteers compile with. It stays as it was while there is no volunteer.")
        ToolchainStatus toolchain,
    @JsonPropertyDescription(
            "How long the last volunteer took to become ready; of several at a time, the slowest. "
                + "Absent until the operator saw one start.")
        LastStartStatus lastStart) {

  /**
   * Pods by state; {@code ready + draining} may differ from {@code desired} while the farm changes
   * size.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record VolunteersStatus(
      @Min(0)
          @Max(Integer.MAX_VALUE)
          @JsonPropertyDescription("Number of volunteers that the farm is to have.")
          Integer desired,
      @Min(0)
          @Max(Integer.MAX_VALUE)
          @JsonPropertyDescription("Number of volunteers that are ready and not terminating.")
          Integer ready,
      @Min(0)
          @Max(Integer.MAX_VALUE)
          @JsonPropertyDescription(
              "Number of volunteers that take no new job, finish the jobs that they have and then go. "
                  + "They are marked for a scale-down or terminating.")
          Integer draining,
      @Size(max = 1024)
          @JsonPropertyDescription(
              "Why 'desired' has its value: the need of the jobs, and the bounds that apply.")
          String message,
      @Size(max = 1024)
          @JsonPropertyDescription(
              "Deprecated: the same text as 'message', which replaces it. The next version removes this "
                  + "field.")
          String reason) {

    /** The volunteers in numbers, with the message under its old name too. */
    public static VolunteersStatus of(
        Integer desired, Integer ready, Integer draining, String message) {
      return new VolunteersStatus(desired, ready, draining, message, message);
    }
  }

  /** In whole seconds, which is what pods tell. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LastStartStatus(
      @Min(0)
          @Max(Integer.MAX_VALUE)
          @JsonPropertyDescription(
              "Time from when the volunteer's pod was made until it was ready, in seconds.")
          Integer seconds,
      @Size(max = 1024)
          @JsonPropertyDescription("The same in words, with the parts that took the longest.")
          String message) {}

  /** As the dispatcher counts them. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SlotsStatus(
      @Min(0)
          @Max(Integer.MAX_VALUE)
          @JsonPropertyDescription("Number of compiles that can run at a time.")
          Integer total,
      @Min(0) @Max(Integer.MAX_VALUE) @JsonPropertyDescription("Number of compiles that run.")
          Integer busy) {}

  /** As the dispatcher counts them. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record QueueStatus(
      @Min(0) @Max(Integer.MAX_VALUE) @JsonPropertyDescription("Number of jobs that wait.")
          Integer queued,
      @Min(0)
          @Max(Integer.MAX_VALUE)
          @JsonPropertyDescription(
              "Time that the oldest waiting job has waited for a slot, in whole seconds. Jobs that wait "
                  + "because of their tenant's maxRunningJobs do not count.")
          Integer oldestWaitSeconds) {}
}
