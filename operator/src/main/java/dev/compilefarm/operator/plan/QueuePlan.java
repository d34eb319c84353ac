package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.QueueSpec;
import dev.compilefarm.api.v1alpha1.TenantSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The dispatcher's queue.
 *
 * @param maxSourceBytes largest source as sent; empty where the farm leaves it to the dispatcher
 * @param maxObjectBytes the same of an object file
 * @param tenants those that are not like all others, by name: their order in the farm says nothing,
 *     and a change of it must not replace the dispatcher
 */
public record QueuePlan(
    int maxQueuedJobs,
    int maxQueuedJobsPerTenant,
    int maxWaitSeconds,
    int clientPatienceSeconds,
    OptionalLong maxSourceBytes,
    OptionalLong maxObjectBytes,
    List<TenantSpec> tenants) {

  /** The dispatcher's own limit, where {@link #maxSourceBytes} is empty. */
  public static final long DEFAULT_SOURCE_BYTES = 256L << 20;

  /** The dispatcher's own limit, where {@link #maxObjectBytes} is empty. */
  public static final long DEFAULT_OBJECT_BYTES = 512L << 20;

  static QueuePlan of(QueueSpec queue) {
    return new QueuePlan(
        queue.maxQueuedJobs(),
        Optional.ofNullable(queue.maxQueuedJobsPerTenant()).orElse(queue.maxQueuedJobs()),
        queue.maxWaitSeconds(),
        queue.clientPatienceSeconds(),
        bytes(queue.maxSourceSize()),
        bytes(queue.maxObjectSize()),
        queue.tenants().stream().sorted(Comparator.comparing(TenantSpec::name)).toList());
  }

  /** Rounded up. */
  private static OptionalLong bytes(Quantity size) {
    return size == null
        ? OptionalLong.empty()
        : OptionalLong.of(
            size.getNumericalAmount()
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .setScale(0, RoundingMode.CEILING)
                .longValueExact());
  }
}
