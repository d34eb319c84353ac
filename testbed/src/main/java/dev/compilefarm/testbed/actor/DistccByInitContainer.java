package dev.compilefarm.testbed.actor;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/**
 * Brings distcc into the pod of a build whose image lacks it, as {@code docs/guides/ci.md} shows:
 * an init container copies the tools image's programs to a volume.
 */
final class DistccByInitContainer {
  private static final String TOOLS = "/opt/compilefarm";
  private static final String VOLUME = "tools";

  /** The first line of each script that shall find distcc. */
  static final String PATH = "export PATH=%s/bin:$PATH\n".formatted(TOOLS);

  private DistccByInitContainer() {}

  static void addTo(Pod pod, String toolsImage) {
    pod.getSpec()
        .getVolumes()
        .add(new VolumeBuilder().withName(VOLUME).withNewEmptyDir().endEmptyDir().build());
    Container build = pod.getSpec().getContainers().getFirst();
    // Where distcc keeps its locks; a user without an entry in /etc/passwd gets / otherwise.
    build.getEnv().add(new EnvVar("HOME", "/tmp", null));
    build
        .getVolumeMounts()
        .add(
            new VolumeMountBuilder()
                .withName(VOLUME)
                .withMountPath(TOOLS)
                .withReadOnly(true)
                .build());
    pod.getSpec()
        .getInitContainers()
        .add(
            new ContainerBuilder()
                .withName(VOLUME)
                .withImage(toolsImage)
                .withImagePullPolicy("IfNotPresent")
                .withCommand(TOOLS + "/bin/compilefarm-volunteer", "install", "/target")
                .withSecurityContext(build.getSecurityContext())
                .addNewVolumeMount()
                .withName(VOLUME)
                .withMountPath("/target")
                .endVolumeMount()
                .build());
  }
}
