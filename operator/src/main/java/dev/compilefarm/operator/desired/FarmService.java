package dev.compilefarm.operator.desired;

import dev.compilefarm.api.v1alpha1.DispatcherServiceSpec;
import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;

/**
 * Where clients send jobs: two ports for all, and those of single tenants, for one queue. The admin
 * port is not for them. A field of which the farm says nothing is not written: the API server fills
 * it in, and wipes what a change of the type leaves over ({@code dropTypeDependentFields} of
 * Kubernetes 1.34).
 */
final class FarmService {
  private FarmService() {}

  static Service of(Plan plan) {
    DispatcherServiceSpec service = plan.dispatcher().spec().service();
    return new ServiceBuilder()
        .withMetadata(Metadata.of(plan, plan.names().service(), Labels.DISPATCHER))
        .editMetadata()
        .addToAnnotations(service.annotations())
        .endMetadata()
        .withNewSpec()
        .withType(service.type())
        .withLoadBalancerClass(service.loadBalancerClass())
        .withExternalTrafficPolicy(service.externalTrafficPolicy())
        .withIpFamilies(service.ipFamilies())
        .withIpFamilyPolicy(plan.dispatcher().ipFamilyPolicy().orElse(null))
        .withSelector(Labels.selector(plan.names(), Labels.DISPATCHER))
        .withPorts(EntryPort.of(plan).stream().map(FarmService::port).toList())
        .endSpec()
        .build();
  }

  private static ServicePort port(EntryPort entry) {
    return new ServicePortBuilder()
        .withName(entry.name())
        .withPort(entry.number())
        .withTargetPort(new IntOrString(entry.name()))
        .withProtocol("TCP")
        .build();
  }
}
