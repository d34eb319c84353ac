package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;

/**
 * The dispatcher's admin port, where volunteers report that they listen; clients have no use for
 * it.
 */
final class DispatcherService {
  private DispatcherService() {}

  static Service of(Plan plan) {
    return new ServiceBuilder()
        .withMetadata(Metadata.of(plan, plan.names().dispatcher(), Labels.DISPATCHER))
        .withNewSpec()
        .withSelector(Labels.selector(plan.names(), Labels.DISPATCHER))
        .addNewPort()
        .withName("admin")
        .withPort(FarmNames.ADMIN_PORT)
        .withTargetPort(new IntOrString("admin"))
        .withProtocol("TCP")
        .endPort()
        .endSpec()
        .build();
  }
}
