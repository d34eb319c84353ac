package dev.compilefarm.operator.desired;

import dev.compilefarm.api.v1alpha1.ResourcesSpec;
import dev.compilefarm.operator.names.FarmNames;
import dev.compilefarm.operator.plan.Plan;
import dev.compilefarm.operator.plan.VolunteersPlan;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;

/**
 * The container of a volunteer's pod.
 *
 * <p>A probe starts a process, which takes some 40 ms of a core. So it comes each second only until
 * the volunteer listens, and seldom afterwards (ADR 15). Never a TCP probe: it would take a slot.
 */
final class VolunteerContainer {
  private static final int READY_PERIOD_SECONDS = 5;

  /** Two, since on a full node one probe may be too slow without any fault of the volunteer. */
  private static final int READY_FAILURES_MAX = 2;

  /** Ten minutes: the image's entrypoint compiles a file before it listens, on a busy node. */
  private static final int STARTUP_FAILURES_MAX = 600;

  private VolunteerContainer() {}

  static Container of(Plan plan) {
    VolunteersPlan volunteers = plan.volunteers();
    VolunteerProgram program = VolunteerProgram.of(plan);
    ContainerBuilder container =
        new ContainerBuilder()
            .withName("distccd")
            .withImage(volunteers.image().reference())
            .withImagePullPolicy(plan.imagePullPolicy())
            .withCommand(program.command())
            .withEnv(
                ContainerAdditions.environment(program.environment(plan), volunteers.template()))
            .withEnvFrom(ContainerAdditions.environmentFrom(volunteers.template()))
            .addNewPort()
            .withName("distcc")
            .withContainerPort(FarmNames.DISTCC_PORT)
            .withProtocol("TCP")
            .endPort()
            .withResources(resources(volunteers))
            .withSecurityContext(Restricted.container())
            // Why it ended comes into the pod's status, where the operator sees it.
            .withTerminationMessagePolicy("FallbackToLogsOnError")
            .withStartupProbe(probe(program, 1, STARTUP_FAILURES_MAX))
            .withReadinessProbe(probe(program, READY_PERIOD_SECONDS, READY_FAILURES_MAX))
            // The volunteer leaves when its last job is done.
            .withNewLifecycle()
            .withNewPreStop()
            .withNewExec()
            .withCommand(program.drain())
            .endExec()
            .endPreStop()
            .endLifecycle()
            .addNewVolumeMount()
            .withName("tmp")
            .withMountPath(VolunteerProgram.TMPDIR)
            .endVolumeMount()
            .addAllToVolumeMounts(ContainerAdditions.mounts(volunteers.template()));
    if (volunteers.image().tools().isPresent()) {
      // A user's image may name a directory that is not there, or that this user cannot read.
      container.withWorkingDir(VolunteerProgram.TMPDIR).addToVolumeMounts(ToolsInit.mount());
    }
    return container.build();
  }

  private static Probe probe(VolunteerProgram program, int periodSeconds, int failureThreshold) {
    return new ProbeBuilder()
        .withNewExec()
        .withCommand(program.ready())
        .endExec()
        .withPeriodSeconds(periodSeconds)
        .withTimeoutSeconds(5)
        .withFailureThreshold(failureThreshold)
        .build();
  }

  /** As the farm says; null where it says nothing. */
  static ResourceRequirements resources(VolunteersPlan volunteers) {
    ResourcesSpec resources = volunteers.resources();
    if (resources.requests().isEmpty() && resources.limits().isEmpty()) {
      return null;
    }
    return new ResourceRequirementsBuilder()
        .withRequests(resources.requests().isEmpty() ? null : resources.requests())
        .withLimits(resources.limits().isEmpty() ? null : resources.limits())
        .build();
  }
}
