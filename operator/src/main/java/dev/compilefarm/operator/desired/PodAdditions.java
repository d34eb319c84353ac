package dev.compilefarm.operator.desired;

import dev.compilefarm.api.v1alpha1.DnsSpec;
import dev.compilefarm.api.v1alpha1.PodTemplate;
import dev.compilefarm.api.v1alpha1.TopologySpread;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.PodDNSConfig;
import io.fabric8.kubernetes.api.model.PodDNSConfigBuilder;
import io.fabric8.kubernetes.api.model.PodDNSConfigOption;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a farm adds to its pods, as a pod has it. */
final class PodAdditions {
  private PodAdditions() {}

  /** A pod's spec with all that does not concern its containers and their images. */
  static PodSpecBuilder spec(PodTemplate template) {
    return new PodSpecBuilder()
        .withAffinity(template.affinity())
        .withRuntimeClassName(template.runtimeClassName())
        .withPriorityClassName(template.priorityClassName())
        .withSchedulerName(template.schedulerName())
        .withServiceAccountName(template.serviceAccountName())
        .withHostUsers(template.hostUsers())
        .withDnsConfig(dns(template.dnsConfig()))
        .withHostAliases(
            template.hostAliases().stream()
                .map(alias -> new HostAlias(alias.hostnames(), alias.ip()))
                .toList());
  }

  /**
   * How the pods spread.
   *
   * @param own the labels of the pods themselves, which are counted unless the farm says others
   */
  static List<TopologySpreadConstraint> spread(PodTemplate template, Map<String, String> own) {
    LabelSelector pods = new LabelSelectorBuilder().withMatchLabels(own).build();
    return template.topologySpreadConstraints().stream()
        .map(constraint -> spread(constraint, pods))
        .toList();
  }

  private static TopologySpreadConstraint spread(TopologySpread constraint, LabelSelector pods) {
    return new TopologySpreadConstraintBuilder()
        .withMaxSkew(constraint.maxSkew())
        .withTopologyKey(constraint.topologyKey())
        .withWhenUnsatisfiable(constraint.whenUnsatisfiable())
        .withMinDomains(constraint.minDomains())
        .withLabelSelector(Optional.ofNullable(constraint.labelSelector()).orElse(pods))
        .withMatchLabelKeys(constraint.matchLabelKeys())
        .withNodeAffinityPolicy(constraint.nodeAffinityPolicy())
        .withNodeTaintsPolicy(constraint.nodeTaintsPolicy())
        .build();
  }

  private static PodDNSConfig dns(DnsSpec dns) {
    return dns == null
        ? null
        : new PodDNSConfigBuilder()
            .withNameservers(dns.nameservers())
            .withSearches(dns.searches())
            .withOptions(
                dns.options().stream()
                    .map(option -> new PodDNSConfigOption(option.name(), option.value()))
                    .toList())
            .build();
  }
}
