package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;

/** Bounds of the dispatcher's queue, and the tenants that are not like all others. */
@ValidationRule(
    value =
        "!has(self.maxQueuedJobsPerTenant) || self.maxQueuedJobsPerTenant <= self.maxQueuedJobs",
    message = "queue.maxQueuedJobsPerTenant must be less than or equal to queue.maxQueuedJobs")
@ValidationRule(
    value =
        "!has(self.tenants) || self.tenants.all(t, !has(t.maxQueuedJobs) || t.maxQueuedJobs <= self.maxQueuedJobs)",
    message = "queue.tenants.maxQueuedJobs must be less than or equal to queue.maxQueuedJobs")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record QueueSpec(
    @Default("1000")
        @Min(1)
        @Max(100_000)
        @JsonPropertyDescription(
            "Number of jobs that may wait at a time. Past this number the dispatcher sends jobs home, "
                + "and their clients compile them. Default: 1000.")
        Integer maxQueuedJobs,
    @Min(1)
        @Max(100_000)
        @JsonPropertyDescription(
            "Number of jobs of one tenant that may wait at a time. Past this number the dispatcher "
                + "sends the tenant's jobs home, and their clients compile them. An entry in 'tenants' can "
                + "set another number. Default: the value of maxQueuedJobs.")
        Integer maxQueuedJobsPerTenant,
    @Default("1800")
        @Min(1)
        @Max(86400)
        @JsonPropertyDescription(
            "Longest time that a job may wait, in seconds. Then the dispatcher sends it home, and its "
                + "client compiles it. A dispatcher that is being replaced may also need this time to "
                + "finish. Default: 1800.")
        Integer maxWaitSeconds,
    @Default("240")
        @Min(5)
        @Max(280)
        @JsonPropertyDescription(
            "Time that a client waits without hearing anything, in seconds. Then the dispatcher begins "
                + "to send it single bytes. Lower it where a relay or a NAT cuts connections that are "
                + "silent. An entry in 'tenants' can set another time. Default: 240.")
        Integer clientPatienceSeconds,
    @JsonPropertyDescription(
            "Largest source of one job, as its client sends it, as a quantity. A larger one is refused "
                + "with a sentence, and its client compiles it. From 1Mi to 2Gi. Default: 256Mi.")
        Quantity maxSourceSize,
    @JsonPropertyDescription(
            "Largest object file of one job, as the volunteer sends it, as a quantity. A larger one is "
                + "refused with a sentence, and its client compiles it. From 1Mi to 2Gi. Default: 512Mi.")
        Quantity maxObjectSize,
    @Size(max = 64)
        @ValidationRule(
            value =
                "self.all(t, !has(t.port) || self.exists_one(other, has(other.port) && other.port == t.port))",
            message = "queue.tenants must not have a port twice")
        @JsonPropertyDescription(
            "Tenants with a weight, a limit or an entry port of their own. Every other client address "
                + "is a tenant of weight 1 without a limit on running jobs. Default: none.")
        List<TenantSpec> tenants) {

  static final QueueSpec DEFAULTS = new QueueSpec(null, null, null, null, null, null, null);

  public QueueSpec {
    maxQueuedJobs = maxQueuedJobs == null ? 1000 : maxQueuedJobs;
    maxWaitSeconds = maxWaitSeconds == null ? 1800 : maxWaitSeconds;
    clientPatienceSeconds = clientPatienceSeconds == null ? 240 : clientPatienceSeconds;
    tenants = tenants == null ? List.of() : List.copyOf(tenants);
  }
}
