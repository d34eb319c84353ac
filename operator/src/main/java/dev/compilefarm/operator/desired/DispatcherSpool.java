package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.plan.QueuePlan;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;

/**
 * The disk to which the dispatcher puts what its budget of memory does not hold. The kubelet evicts
 * a pod whose volume holds more than its limit, so the volume follows the farm's limits of size.
 */
final class DispatcherSpool {
  static final String DIRECTORY = "/spool";

  private static final String NAME = "spool";

  /** What the dispatcher keeps there for all its messages together. */
  static final long DISK_BYTES = 7L << 29;

  /** One reply of the largest object has room for what the compiler writes, too. */
  private static final long REPLY_EXTRA_BYTES = 64L << 20;

  /** Files take whole blocks of the disk. */
  private static final long MARGIN_BYTES = 256L << 20;

  private static final long GIBIBYTE = 1L << 30;

  private DispatcherSpool() {}

  /** As large as what is kept, one largest request and one largest reply that are under way. */
  static Volume volume(QueuePlan queue) {
    long source = queue.maxSourceBytes().orElse(QueuePlan.DEFAULT_SOURCE_BYTES);
    long object = queue.maxObjectBytes().orElse(QueuePlan.DEFAULT_OBJECT_BYTES);
    long request = source + Math.ceilDiv(source, 3);
    long bytes = DISK_BYTES + request + object + REPLY_EXTRA_BYTES + MARGIN_BYTES;
    return new VolumeBuilder()
        .withName(NAME)
        .withNewEmptyDir()
        .withSizeLimit(new Quantity(Math.ceilDiv(bytes, GIBIBYTE) + "Gi"))
        .endEmptyDir()
        .build();
  }

  static VolumeMount mount() {
    return new VolumeMountBuilder().withName(NAME).withMountPath(DIRECTORY).build();
  }
}
