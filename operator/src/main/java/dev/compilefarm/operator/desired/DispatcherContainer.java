package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.stream.Stream;

/** The container of the dispatcher's pod. */
final class DispatcherContainer {
  private DispatcherContainer() {}

  static Container of(Plan plan) {
    return new ContainerBuilder()
        .withName("dispatcher")
        .withImage(plan.dispatcher().image())
        .withImagePullPolicy(plan.imagePullPolicy())
        .withEnv(DispatcherEnvironment.of(plan))
        .withPorts(ports(plan))
        // waiting jobs are held in memory; the limit is what the dispatcher's own budget is made
        // for
        .withNewResources()
        .addToRequests("cpu", new Quantity("100m"))
        .addToRequests("memory", new Quantity("256Mi"))
        .addToLimits("memory", new Quantity("512Mi"))
        .endResources()
        .withSecurityContext(Restricted.container())
        .withReadinessProbe(probe("/q/health/ready", 1, 3))
        .withLivenessProbe(probe("/q/health/live", 10, 6))
        .withNewLifecycle()
        .withNewPreStop()
        .withNewExec()
        .withCommand("sleep", Long.toString(DispatcherStop.LEAVE_SECONDS))
        .endExec()
        .endPreStop()
        .endLifecycle()
        .addNewVolumeMount()
        .withName("tmp")
        .withMountPath("/tmp")
        .endVolumeMount()
        .build();
  }

  private static List<ContainerPort> ports(Plan plan) {
    return Stream.concat(
            EntryPort.of(plan).stream().map(entry -> port(entry.name(), entry.number())),
            Stream.of(port("admin", FarmNames.ADMIN_PORT)))
        .toList();
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
