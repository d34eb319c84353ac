package dev.compilefarm.operator.desired;

import dev.compilefarm.api.v1alpha1.PodTemplate;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.util.ArrayList;
import java.util.List;

/** The container of the dispatcher's pod. */
final class DispatcherContainer {
  private DispatcherContainer() {}

  static Container of(Plan plan) {
    PodTemplate template = plan.dispatcher().spec().template();
    return new ContainerBuilder()
        .withName("dispatcher")
        .withImage(plan.dispatcher().image())
        .withImagePullPolicy(plan.imagePullPolicy())
        .withEnv(ContainerAdditions.environment(DispatcherEnvironment.of(plan), template))
        .withEnvFrom(ContainerAdditions.environmentFrom(template))
        .withPorts(ports(plan))
        .withResources(DispatcherResources.of(plan.dispatcher().spec().resources()))
        .withSecurityContext(Restricted.container())
        .withReadinessProbe(probe("/q/health/ready", 1, 3))
        .withLivenessProbe(probe("/q/health/live", 10, 6))
        .addNewVolumeMount()
        .withName("tmp")
        .withMountPath("/tmp")
        .endVolumeMount()
        .addToVolumeMounts(DispatcherSpool.mount())
        .addAllToVolumeMounts(ContainerAdditions.mounts(template))
        .build();
  }

  private static List<ContainerPort> ports(Plan plan) {
    List<ContainerPort> ports = new ArrayList<>();
    EntryPort.of(plan).forEach(entry -> ports.add(port(entry.name(), entry.number())));
    ports.add(port("admin", FarmNames.ADMIN_PORT));
    if (ReportPort.isIn(plan)) {
      ports.add(port(ReportPort.NAME, FarmNames.REPORT_PORT));
    }
    return ports;
  }

  private static ContainerPort port(String name, int number) {
    return new ContainerPortBuilder()
        .withName(name)
        .withContainerPort(number)
        .withProtocol("TCP")
        .build();
  }

  /** A JVM on a busy node may pause for a second; only {@code failures} probes in a row count. */
  private static Probe probe(String path, int periodSeconds, int failures) {
    return new ProbeBuilder()
        .withNewHttpGet()
        .withPath(path)
        .withNewPort("admin")
        .endHttpGet()
        .withPeriodSeconds(periodSeconds)
        .withTimeoutSeconds(2)
        .withFailureThreshold(failures)
        .build();
  }
}
