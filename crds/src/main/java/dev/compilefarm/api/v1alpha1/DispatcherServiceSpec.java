package dev.compilefarm.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/**
 * The farm's Service, in the fields of a Service. The rules are those that hold in every cluster;
 * what depends on the cluster, such as its families of addresses, the API server judges when the
 * operator writes the Service. Source: {@code pkg/apis/core/validation} of Kubernetes 1.34.
 */
@ValidationRule(
    value =
        "!has(self.externalTrafficPolicy) || (has(self.type) && self.type in ['NodePort', 'LoadBalancer'])",
    message =
        "dispatcher.service.externalTrafficPolicy needs dispatcher.service.type NodePort or LoadBalancer")
@ValidationRule(
    value = "!has(self.loadBalancerClass) || (has(self.type) && self.type == 'LoadBalancer')",
    message = "dispatcher.service.loadBalancerClass needs dispatcher.service.type LoadBalancer")
@ValidationRule(
    value =
        "!has(self.ipFamilies) || size(self.ipFamilies) < 2 || !has(self.ipFamilyPolicy) || self.ipFamilyPolicy != 'SingleStack'",
    message =
        "dispatcher.service.ipFamilies must have one family if dispatcher.service.ipFamilyPolicy is SingleStack")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DispatcherServiceSpec(
    @JsonPropertyDescription(
            "Type of the Service: ClusterIP, NodePort or LoadBalancer. The last two open the farm to "
                + "clients outside of the cluster. All that reach a farm can run code on its volunteers. "
                + "Default: ClusterIP.")
        String type,
    @Size(max = 32)
        @ValidationRule(
            value = "self.all(key, !key.startsWith('compilefarm.dev/'))",
            message =
                "dispatcher.service.annotations must not begin with 'compilefarm.dev/': the operator sets these")
        @JsonPropertyDescription(
            "Annotations of the Service, for example those that a cloud's load balancer reads. "
                + "Default: none.")
        Map<String, String> annotations,
    @Size(min = 1, max = 317)
        @JsonPropertyDescription(
            "Which load balancer serves the Service. A Service keeps the class that it got first. "
                + "Default: the cluster's own.")
        String loadBalancerClass,
    @JsonPropertyDescription(
            "Cluster or Local. With Local the dispatcher sees the addresses of clients outside of the "
                + "cluster, so each is a tenant of its own. Default: Cluster, for types that have one.")
        String externalTrafficPolicy,
    @Size(max = 2)
        @ValidationRule(
            value = "size(self) < 2 || self[0] != self[1]",
            message = "dispatcher.service.ipFamilies must not have a family twice")
        @JsonPropertyDescription(
            "Families of the Service's addresses, IPv4 and IPv6. The first one of a Service that is "
                + "there cannot change. Default: the cluster's own.")
        List<String> ipFamilies,
    @JsonPropertyDescription(
            "SingleStack, PreferDualStack or RequireDualStack. Default: SingleStack, and with two "
                + "ipFamilies RequireDualStack.")
        String ipFamilyPolicy) {

  static final DispatcherServiceSpec DEFAULTS =
      new DispatcherServiceSpec(null, null, null, null, null, null);

  public DispatcherServiceSpec {
    annotations = InOrder.of(annotations);
    ipFamilies = ipFamilies == null ? List.of() : List.copyOf(ipFamilies);
  }
}
