package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.plan.DispatcherPlan;
import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;

/** The container of the dispatcher's pod. */
final class DispatcherContainer {
  /**
   * On top of one compile's lifetime, for a job's transfer: the time in which the dispatcher ends
   * what it began.
   */
  private static final long TRANSFER_SECONDS = 30;

  /**
   * Until every node sends new connections elsewhere; before that a closed port would send clients
   * home. By a program and not by the kubelet's own sleep, which Kubernetes has since 1.30 only.
   */
  static final long LEAVE_SECONDS = 5;

  private DispatcherContainer() {}

  static Container of(Plan plan) {
    return new ContainerBuilder()
        .withName("dispatcher")
        .withImage(plan.dispatcher().image())
        .withImagePullPolicy(plan.imagePullPolicy())
        .withEnv(environment(plan))
        .withPorts(
            port("distcc", FarmNames.DISTCC_PORT),
            port("distcc-alt", FarmNames.DISTCC_ALT_PORT),
            port("admin", FarmNames.ADMIN_PORT))
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
        .withCommand("sleep", Long.toString(LEAVE_SECONDS))
        .endExec()
        .endPreStop()
        .endLifecycle()
        .addNewVolumeMount()
        .withName("tmp")
        .withMountPath("/tmp")
        .endVolumeMount()
        .build();
  }

  static long graceSeconds(DispatcherPlan dispatcher) {
    return dispatcher.jobLifetimeSeconds() + TRANSFER_SECONDS;
  }

  private static List<EnvVar> environment(Plan plan) {
    return List.of(
        variable("COMPILEFARM_FARM", plan.names().farm()),
        variable("COMPILEFARM_NAMESPACE", plan.names().namespace()),
        variable("COMPILEFARM_QUEUE_MAX_QUEUED_JOBS", plan.dispatcher().maxQueuedJobs()),
        variable("COMPILEFARM_QUEUE_MAX_WAIT_SECONDS", plan.dispatcher().maxWaitSeconds()),
        variable("COMPILEFARM_JOB_LIFETIME_SECONDS", plan.dispatcher().jobLifetimeSeconds()),
        variable("COMPILEFARM_SHUTDOWN_GRACE_SECONDS", graceSeconds(plan.dispatcher())));
  }

  private static EnvVar variable(String name, Object value) {
    return new EnvVar(name, value.toString(), null);
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
