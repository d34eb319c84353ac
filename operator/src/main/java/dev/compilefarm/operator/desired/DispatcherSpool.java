package dev.compilefarm.operator.desired;

import dev.compilefarm.operator.plan.DispatcherPlan;
import dev.compilefarm.operator.plan.Mebibytes;
import dev.compilefarm.operator.plan.QueuePlan;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * The disk to which the dispatcher puts what its budget of memory does not hold. The kubelet evicts
 * a pod whose volume holds more than its limit, so the volume follows the farm's limits of size.
 */
final class DispatcherSpool {
  static final String DIRECTORY = "/spool";

  private static final String NAME = "spool";

  /** What the dispatcher keeps there, unless the farm says something else. */
  private static final long DISK_BYTES = 7L << 29;

  /** One reply of the largest object has room for what the compiler writes, too. */
  private static final long REPLY_EXTRA_BYTES = 64L << 20;

  /** Files take whole blocks of the disk. */
  private static final long MARGIN_BYTES = 256L << 20;

  private static final long GIBIBYTE = 1L << 30;
  private static final long MEBIBYTES_PER_GIBIBYTE = 1024;

  /** What the dispatcher takes as its setting. */
  private static final long MOST_BYTES = 1L << 50;

  private DispatcherSpool() {}

  /** What the dispatcher keeps there for all its messages together. */
  static long diskBytes(DispatcherPlan dispatcher) {
    return Optional.ofNullable(dispatcher.spec().spool().size())
        .map(size ->
            size.getNumericalAmount()
                .min(BigDecimal.valueOf(MOST_BYTES))
                .setScale(0, RoundingMode.CEILING)
                .longValueExact())
        .orElse(DISK_BYTES);
  }

  /** As large as what is kept, one largest request and one largest reply that are under way. */
  static Volume volume(DispatcherPlan dispatcher) {
    QueuePlan queue = dispatcher.queue();
    long source = queue.maxSourceBytes().orElse(QueuePlan.DEFAULT_SOURCE_BYTES);
    long object = queue.maxObjectBytes().orElse(QueuePlan.DEFAULT_OBJECT_BYTES);
    long request = source + Math.ceilDiv(source, 3);
    long bytes = diskBytes(dispatcher) + request + object + REPLY_EXTRA_BYTES + MARGIN_BYTES;
    return new VolumeBuilder()
        .withName(NAME)
        .withNewEmptyDir()
        .withSizeLimit(Mebibytes.of(Math.ceilDiv(bytes, GIBIBYTE) * MEBIBYTES_PER_GIBIBYTE))
        .endEmptyDir()
        .build();
  }

  static VolumeMount mount() {
    return new VolumeMountBuilder().withName(NAME).withMountPath(DIRECTORY).build();
  }
}
