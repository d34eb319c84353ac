package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.AccessPlan;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Jobs come from the farm's clients alone; the admin port is for volunteers, the operator and
 * monitoring. The kubelet's probes and {@code kubectl port-forward} come from the pod's own node,
 * which no policy keeps out.
 */
final class DispatcherNetworkPolicy {
  private DispatcherNetworkPolicy() {}

  static NetworkPolicy of(Plan plan, AccessPlan access) {
    return new NetworkPolicyBuilder()
        .withMetadata(Metadata.of(plan, plan.names().dispatcher(), Labels.DISPATCHER))
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(Labels.selector(plan.names(), Labels.DISPATCHER))
        .endPodSelector()
        .withPolicyTypes("Ingress")
        .withIngress(jobs(plan, access), admin(access), reports(plan))
        .endSpec()
        .build();
  }

  /** Without a peer the rule is for everybody. */
  private static NetworkPolicyIngressRule jobs(Plan plan, AccessPlan access) {
    return rule(access.clients(), EntryPort.of(plan).stream().mapToInt(EntryPort::number));
  }

  private static NetworkPolicyIngressRule admin(AccessPlan access) {
    List<NetworkPolicyPeer> peers = new ArrayList<>(List.of(access.operator()));
    peers.addAll(access.monitoring());
    return rule(peers, IntStream.of(FarmNames.ADMIN_PORT));
  }

  /** Volunteers of the version before, and of farms without a port for reports, use the other. */
  private static NetworkPolicyIngressRule reports(Plan plan) {
    NetworkPolicyPeer volunteers =
        new NetworkPolicyPeerBuilder()
            .withNewPodSelector()
            .withMatchLabels(Labels.selector(plan.names(), Labels.VOLUNTEER))
            .endPodSelector()
            .build();
    return rule(List.of(volunteers), ReportPort.numbers(plan));
  }

  private static NetworkPolicyIngressRule rule(List<NetworkPolicyPeer> from, IntStream ports) {
    NetworkPolicyIngressRule rule = new NetworkPolicyIngressRule();
    rule.setFrom(from);
    rule.setPorts(ports.mapToObj(DispatcherNetworkPolicy::tcp).toList());
    return rule;
  }

  private static NetworkPolicyPort tcp(int port) {
    return new NetworkPolicyPort(null, new IntOrString(port), "TCP");
  }
}
