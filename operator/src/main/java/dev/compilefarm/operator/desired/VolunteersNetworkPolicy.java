package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.AccessPlan;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Only the farm's dispatcher reaches its volunteers. By labels and not by addresses: it holds for
 * every family of addresses, and wherever the dispatcher moves. Volunteers, which run what their
 * users send, reach name servers, the dispatcher's port for reports and whom the farm names.
 */
final class VolunteersNetworkPolicy {
  /** Policies see the pod's port, not the Service's: that of OpenShift's name servers is 5353. */
  private static final int[] NAME_SERVER_PORTS = {53, 5353};

  private VolunteersNetworkPolicy() {}

  static NetworkPolicy of(Plan plan, AccessPlan access) {
    return new NetworkPolicyBuilder()
        .withMetadata(Metadata.of(plan, plan.names().volunteers(), Labels.VOLUNTEER))
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(Labels.selector(plan.names(), Labels.VOLUNTEER))
        .endPodSelector()
        .withPolicyTypes("Ingress", "Egress")
        .addNewIngress()
        .withFrom(dispatcher(plan))
        .withPorts(tcp(FarmNames.DISTCC_PORT))
        .endIngress()
        .withEgress(egress(plan, access))
        .endSpec()
        .build();
  }

  private static List<NetworkPolicyEgressRule> egress(Plan plan, AccessPlan access) {
    List<NetworkPolicyEgressRule> rules =
        new ArrayList<>(
            List.of(
                rule(nameServers(), List.of()),
                rule(
                    ReportPort.numbers(plan).mapToObj(VolunteersNetworkPolicy::tcp).toList(),
                    List.of(dispatcher(plan)))));
    if (!access.volunteersTo().isEmpty()) {
      rules.add(rule(List.of(), access.volunteersTo()));
    }
    return rules;
  }

  private static NetworkPolicyEgressRule rule(
      List<NetworkPolicyPort> ports, List<NetworkPolicyPeer> to) {
    return new NetworkPolicyEgressRule(ports, to);
  }

  /** Wherever they are: many clusters have one on each node, at an address of its own kind. */
  private static List<NetworkPolicyPort> nameServers() {
    return Stream.of("UDP", "TCP")
        .flatMap(protocol ->
            IntStream.of(NAME_SERVER_PORTS)
                .mapToObj(port -> new NetworkPolicyPort(null, new IntOrString(port), protocol)))
        .toList();
  }

  private static NetworkPolicyPeer dispatcher(Plan plan) {
    return new NetworkPolicyPeerBuilder()
        .withNewPodSelector()
        .withMatchLabels(Labels.selector(plan.names(), Labels.DISPATCHER))
        .endPodSelector()
        .build();
  }

  private static NetworkPolicyPort tcp(int port) {
    return new NetworkPolicyPort(null, new IntOrString(port), "TCP");
  }
}
