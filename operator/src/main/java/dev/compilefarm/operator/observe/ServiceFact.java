package dev.compilefarm.operator.observe;

import dev.compilefarm.operator.names.FieldManager;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The farm's Service as it is.
 *
 * @param externalHost name or address of its load balancer, ready for host:port
 * @param familyPolicyIsOurs the operator wrote {@code ipFamilyPolicy}. Taking that field away
 *     changes nothing: the API server then keeps the policy that it had. Source: {@code
 *     initIPFamilyFields} of Kubernetes 1.34.
 */
public record ServiceFact(Optional<String> externalHost, boolean familyPolicyIsOurs) {

  /** There is no Service yet. */
  public static final ServiceFact NONE = new ServiceFact(Optional.empty(), false);

  public static ServiceFact of(Service service) {
    return new ServiceFact(
        ingress(service).flatMap(i -> host(i).stream()).findFirst(), isPolicyOurs(service));
  }

  private static Stream<LoadBalancerIngress> ingress(Service service) {
    return Optional.ofNullable(service.getStatus())
        .flatMap(status -> Optional.ofNullable(status.getLoadBalancer()))
        .stream()
        .flatMap(balancer -> balancer.getIngress().stream());
  }

  private static Optional<String> host(LoadBalancerIngress ingress) {
    return Optional.ofNullable(ingress.getHostname())
        .filter(name -> !name.isEmpty())
        .or(() -> Optional.ofNullable(ingress.getIp()).map(ServiceFact::bracketed));
  }

  private static String bracketed(String address) {
    return address.contains(":") ? "[" + address + "]" : address;
  }

  private static boolean isPolicyOurs(Service service) {
    return service.getMetadata().getManagedFields().stream()
        .filter(entry -> FieldManager.OPERATOR.equals(entry.getManager()))
        .filter(entry -> entry.getFieldsV1() != null)
        .map(entry -> entry.getFieldsV1().getAdditionalProperties().get("f:spec"))
        .anyMatch(
            spec -> spec instanceof Map<?, ?> fields && fields.containsKey("f:ipFamilyPolicy"));
  }
}
