package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** From where the farm's pods can be reached, and what volunteers reach, by NetworkPolicies. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AccessSpec(
    @Size(max = 16)
        @JsonPropertyDescription(
            "Pods and addresses that may send jobs to the farm, as peers of a NetworkPolicy. Default: all "
                + "pods of the farm's namespace and of the namespaces in 'clients'. With a Service of type "
                + "LoadBalancer or NodePort: all addresses.")
        List<NetworkPeerSpec> from,
    @Size(max = 16)
        @JsonPropertyDescription(
            "Pods and addresses that volunteers may reach, besides name servers and the farm's "
                + "dispatcher. A licence server of the compiler is an example. Default: none.")
        List<NetworkPeerSpec> volunteersTo,
    @Default("true")
        @JsonPropertyDescription(
            "If false, the operator makes no NetworkPolicy for this farm and removes those that it "
                + "made. Default: true.")
        Boolean networkPolicies) {

  static final AccessSpec DEFAULTS = new AccessSpec(null, null, null);

  public AccessSpec {
    from = from == null ? List.of() : List.copyOf(from);
    volunteersTo = volunteersTo == null ? List.of() : List.copyOf(volunteersTo);
    networkPolicies = networkPolicies == null || networkPolicies;
  }
}
