package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Whose jobs share a turn in the queue, and how large their share is. */
@ValidationRule(
    value = "has(self.port) || " + TenantNames.IS_ADDRESS,
    message =
        "queue.tenants.name without a port must be the address of a client: IPv4, or IPv6 in lower case letters")
@ValidationRule(
    value = "!has(self.port) || " + TenantNames.IS_DNS_LABEL,
    message =
        "queue.tenants.name with a port must consist of lower case letters, digits and '-', and start and end with a letter or"
            + " digit")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TenantSpec(
    @Required
        @Size(min = 1, max = 63)
        @JsonPropertyDescription(
            "Without 'port': the IP address of the client whose jobs these are. With 'port': a name "
                + "of your choice.")
        String name,
    @Min(1024)
        @Max(65535)
        @ValidationRule(
            value = "!(self in [3632, 3633, 8080])",
            message =
                "queue.tenants.port must not be 3632, 3633 or 8080: the dispatcher uses these itself")
        @JsonPropertyDescription(
            "Entry port of this tenant on the farm's Service. All jobs that come in there belong to "
                + "this tenant, whatever address their client has. Use it for builds on many nodes, and for "
                + "users behind one address. The ConfigMap <farm>-tenants holds DISTCC_HOSTS for it, under "
                + "the tenant's name. Default: no port, and 'name' is an address.")
        Integer port,
    @Default("1")
        @Min(1)
        @Max(100)
        @JsonPropertyDescription(
            "Share of the slots while other tenants have jobs waiting too. Weight 3 gets three times "
                + "as many slots as weight 1. A tenant without an entry has weight 1. Default: 1.")
        Integer weight,
    @Min(1)
        @Max(100_000)
        @JsonPropertyDescription(
            "Number of jobs of this tenant that may run at a time, even where slots are free. Its "
                + "other jobs wait, and the farm does not grow for them. Default: no limit.")
        Integer maxRunningJobs,
    @Min(1)
        @Max(100_000)
        @JsonPropertyDescription(
            "Number of jobs of this tenant that may wait at a time. Past this number the dispatcher "
                + "sends its jobs home, and their clients compile them. Default: the value of "
                + "maxQueuedJobsPerTenant.")
        Integer maxQueuedJobs,
    @Min(5)
        @Max(280)
        @JsonPropertyDescription(
            "Time that a client of this tenant waits without hearing anything, in seconds. Then the "
                + "dispatcher begins to send it single bytes. Default: the value of "
                + "queue.clientPatienceSeconds.")
        Integer clientPatienceSeconds) {

  public TenantSpec {
    weight = weight == null ? 1 : weight;
  }
}
