package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;

/**
 * The volunteers' addresses in DNS, for people who want to use distccd directly, without the queue.
 * That works where the operator makes no {@link VolunteersNetworkPolicy}, or nobody enforces it.
 */
final class VolunteersService {
  private VolunteersService() {}

  static Service of(Plan plan) {
    return new ServiceBuilder()
        .withMetadata(Metadata.of(plan, plan.names().volunteers(), Labels.VOLUNTEER))
        .withNewSpec()
        .withClusterIP("None")
        .withSelector(Labels.selector(plan.names(), Labels.VOLUNTEER))
        .addNewPort()
        .withName("distcc")
        .withPort(FarmNames.DISTCC_PORT)
        .withTargetPort(new IntOrString("distcc"))
        .withProtocol("TCP")
        .endPort()
        .endSpec()
        .build();
  }
}
