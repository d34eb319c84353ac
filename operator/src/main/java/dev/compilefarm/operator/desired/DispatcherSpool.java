package dev.compilefarm.operator.desired;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/** The disk to which the dispatcher puts what its budget of memory does not hold. */
final class DispatcherSpool {
  static final String DIRECTORY = "/spool";

  private static final String NAME = "spool";

  /** The kubelet evicts a pod whose volume holds more. */
  private static final long VOLUME_GIBIBYTES = 5;

  /**
   * 1.5 GiB less than the volume: files take whole blocks of it, and beyond the budget one request
   * of 342 MiB and one reply of 576 MiB may be under way.
   */
  static final long DISK_BYTES = (VOLUME_GIBIBYTES << 30) / 10 * 7;

  private DispatcherSpool() {}

  static Volume volume() {
    return new VolumeBuilder()
        .withName(NAME)
        .withNewEmptyDir()
        .withSizeLimit(new Quantity(VOLUME_GIBIBYTES + "Gi"))
        .endEmptyDir()
        .build();
  }

  static VolumeMount mount() {
    return new VolumeMountBuilder().withName(NAME).withMountPath(DIRECTORY).build();
  }
}
