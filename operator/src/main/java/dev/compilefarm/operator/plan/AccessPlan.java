package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.CompileFarmSpec;
import dev.compilefarm.api.v1alpha1.NetworkPeerSpec;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who reaches a farm's pods, in the words of NetworkPolicies.
 *
 * @param clients who sends jobs; empty: everybody
 * @param operator the operator's own pods
 * @param monitoring who reads metrics
 * @param volunteersTo whom volunteers reach besides name servers and the dispatcher
 */
public record AccessPlan(
    List<NetworkPolicyPeer> clients,
    NetworkPolicyPeer operator,
    List<NetworkPolicyPeer> monitoring,
    List<NetworkPolicyPeer> volunteersTo) {

  /** By it a namespace's own name is one of its labels, since Kubernetes 1.21. */
  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  private static final Map<String, String> OPERATORS_POD =
      Map.of("app.kubernetes.io/component", "operator");

  /** With these, clients may come from anywhere, and with the addresses of nodes. */
  private static final Set<String> OPEN_SERVICES = Set.of("LoadBalancer", "NodePort");

  public AccessPlan {
    clients = List.copyOf(clients);
    monitoring = List.copyOf(monitoring);
    volunteersTo = List.copyOf(volunteersTo);
  }

  /** Empty where the farm is to have no policies. */
  static Optional<AccessPlan> of(CompileFarmSpec spec, Settings settings) {
    return settings.switches().networkPolicies() && spec.access().networkPolicies()
        ? Optional.of(
            new AccessPlan(
                clients(spec),
                operator(settings.operator()),
                settings.monitoring(),
                peers(spec.access().volunteersTo())))
        : Optional.empty();
  }

  private static List<NetworkPolicyPeer> clients(CompileFarmSpec spec) {
    if (!spec.access().from().isEmpty()) {
      return peers(spec.access().from());
    }
    String service = spec.dispatcher().service().type();
    return service != null && OPEN_SERVICES.contains(service) ? List.of() : ofNamespaces(spec);
  }

  /** The farm's own namespace, and those where the farm says that its clients are. */
  private static List<NetworkPolicyPeer> ofNamespaces(CompileFarmSpec spec) {
    List<NetworkPolicyPeer> peers = new ArrayList<>();
    peers.add(new NetworkPolicyPeerBuilder().withPodSelector(new LabelSelector()).build());
    List<String> names = spec.clients().namespaces().names();
    if (!names.isEmpty()) {
      peers.add(
          namespaces(
              new LabelSelectorBuilder()
                  .addNewMatchExpression()
                  .withKey(NAMESPACE_NAME)
                  .withOperator("In")
                  .withValues(names)
                  .endMatchExpression()
                  .build()));
    }
    spec.clients().namespaces().bySelector().map(AccessPlan::namespaces).ifPresent(peers::add);
    return peers;
  }

  private static NetworkPolicyPeer namespaces(LabelSelector selector) {
    return new NetworkPolicyPeerBuilder().withNamespaceSelector(selector).build();
  }

  /**
   * @param account {@code system:serviceaccount:NAMESPACE:NAME}; empty: an operator's pods in
   *     whatever namespace
   */
  private static NetworkPolicyPeer operator(Optional<String> account) {
    LabelSelector namespace =
        account
            .map(name -> name.split(":", -1))
            .filter(parts -> parts.length == 4)
            .map(parts ->
                new LabelSelectorBuilder().addToMatchLabels(NAMESPACE_NAME, parts[2]).build())
            .orElseGet(LabelSelector::new);
    return new NetworkPolicyPeerBuilder()
        .withNamespaceSelector(namespace)
        .withNewPodSelector()
        .withMatchLabels(OPERATORS_POD)
        .endPodSelector()
        .build();
  }

  private static List<NetworkPolicyPeer> peers(List<NetworkPeerSpec> specs) {
    return specs.stream().map(AccessPlan::peer).toList();
  }

  private static NetworkPolicyPeer peer(NetworkPeerSpec spec) {
    NetworkPolicyPeerBuilder peer =
        new NetworkPolicyPeerBuilder()
            .withPodSelector(spec.podSelector())
            .withNamespaceSelector(spec.namespaceSelector());
    return spec.ipBlock() == null
        ? peer.build()
        : peer.withNewIpBlock().withCidr(spec.ipBlock().cidr()).endIpBlock().build();
  }
}
