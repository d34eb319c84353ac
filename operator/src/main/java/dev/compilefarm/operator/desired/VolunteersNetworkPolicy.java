package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;

/**
 * Only the farm's dispatcher reaches its volunteers. By labels and not by addresses: it holds for
 * every family of addresses, and wherever the dispatcher moves. It says nothing of what volunteers
 * may reach.
 */
final class VolunteersNetworkPolicy {
  private VolunteersNetworkPolicy() {}

  static NetworkPolicy of(Plan plan) {
    return new NetworkPolicyBuilder()
        .withMetadata(Metadata.of(plan, plan.names().volunteers(), Labels.VOLUNTEER))
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(Labels.selector(plan.names(), Labels.VOLUNTEER))
        .endPodSelector()
        .withPolicyTypes("Ingress")
        .addNewIngress()
        .addNewFrom()
        .withNewPodSelector()
        .withMatchLabels(Labels.selector(plan.names(), Labels.DISPATCHER))
        .endPodSelector()
        .endFrom()
        .addNewPort()
        .withProtocol("TCP")
        .withPort(new IntOrString(FarmNames.DISTCC_PORT))
        .endPort()
        .endIngress()
        .endSpec()
        .build();
  }
}
