package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.desired.DistccHosts.Mode;
import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import java.util.TreeMap;

/**
 * DISTCC_HOSTS of each tenant with a port of its own, by the tenant's name, for {@code
 * configMapKeyRef}. One object and not one a tenant: with a tenant its key goes, so there is
 * nothing to delete and no name that could be another farm's. For the same reason it is there
 * without tenants, too.
 */
final class TenantsConfigMap {
  /** After a tenant's name, for its hosts of pump mode: the names themselves have no dot. */
  private static final String PUMP = ".pump";

  private TenantsConfigMap() {}

  static ConfigMap of(Plan plan) {
    return new ConfigMapBuilder()
        .withMetadata(Metadata.of(plan, plan.names().tenants(), Labels.CLIENT))
        .withData(hosts(plan))
        .build();
  }

  private static Map<String, String> hosts(Plan plan) {
    TreeMap<String, String> hosts = new TreeMap<>();
    for (EntryPort port : EntryPort.of(plan)) {
      port.tenant()
          .ifPresent(tenant -> {
            hosts.put(tenant, DistccHosts.ofPort(plan, port.number(), Mode.PLAIN));
            hosts.put(tenant + PUMP, DistccHosts.ofPort(plan, port.number(), Mode.PUMP));
          });
    }
    return hosts;
  }
}
