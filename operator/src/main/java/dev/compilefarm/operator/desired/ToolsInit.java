package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.plan.Plan;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/**
 * Brings distccd and what starts it into a pod whose image has none: a container copies them to a
 * volume before the others start, and these see the volume at the place where the tools expect to
 * be.
 */
final class ToolsInit {
  private static final String HOME = "/opt/compilefarm";

  /** The one program of the tools; its first argument says what it does. */
  static final String PROGRAM = HOME + "/bin/compilefarm-volunteer";

  private static final String NAME = "tools";
  private static final String TARGET = "/target";

  /** The tools take about 2 MiB. */
  private static final String VOLUME_SIZE = "32Mi";

  private ToolsInit() {}

  /**
   * The container. It has the resources of the container that it serves: a pod's own are the larger
   * of both, so this costs nothing. With less, a quota that asks for limits would refuse the pod,
   * or a pod whose limits are its requests would lose its quality of service.
   *
   * @param resources null for none
   */
  static Container container(Plan plan, String image, ResourceRequirements resources) {
    return new ContainerBuilder()
        .withName(NAME)
        .withImage(image)
        .withImagePullPolicy(plan.imagePullPolicy())
        .withCommand(PROGRAM, "install", TARGET)
        .withResources(resources)
        .withSecurityContext(Restricted.container())
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .addNewVolumeMount()
        .withName(NAME)
        .withMountPath(TARGET)
        .endVolumeMount()
        .build();
  }

  static Volume volume() {
    return new VolumeBuilder()
        .withName(NAME)
        .withNewEmptyDir()
        .withSizeLimit(new Quantity(VOLUME_SIZE))
        .endEmptyDir()
        .build();
  }

  /** For the volunteer, which may not change its tools. */
  static VolumeMount mount() {
    return new VolumeMountBuilder().withName(NAME).withMountPath(HOME).withReadOnly(true).build();
  }
}
