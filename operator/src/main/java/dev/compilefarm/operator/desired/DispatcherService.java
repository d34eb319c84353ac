package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.names.Labels;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.List;

/** What is not for clients: the dispatcher's admin port, and that of volunteers' reports. */
final class DispatcherService {
  private DispatcherService() {}

  static Service of(Plan plan) {
    return new ServiceBuilder()
        .withMetadata(Metadata.of(plan, plan.names().dispatcher(), Labels.DISPATCHER))
        .withNewSpec()
        .withSelector(Labels.selector(plan.names(), Labels.DISPATCHER))
        .withPorts(ports(plan))
        .endSpec()
        .build();
  }

  private static List<ServicePort> ports(Plan plan) {
    ServicePort admin = port("admin", FarmNames.ADMIN_PORT);
    return ReportPort.isIn(plan)
        ? List.of(admin, port(ReportPort.NAME, FarmNames.REPORT_PORT))
        : List.of(admin);
  }

  private static ServicePort port(String name, int number) {
    return new ServicePortBuilder()
        .withName(name)
        .withPort(number)
        .withTargetPort(new IntOrString(name))
        .withProtocol("TCP")
        .build();
  }
}
