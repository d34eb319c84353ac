package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.QueueSpec;
import dev.compilefarm.api.v1alpha1.TenantSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The dispatcher's queue.
 *
 * @param tenants those that are not like all others, by name: their order in the farm says nothing,
 *     and a change of it must not replace the dispatcher
 */
public record QueuePlan(
    int maxQueuedJobs,
    int maxQueuedJobsPerTenant,
    int maxWaitSeconds,
    int clientPatienceSeconds,
    List<TenantSpec> tenants) {

  static QueuePlan of(QueueSpec queue) {
    return new QueuePlan(
        queue.maxQueuedJobs(),
        Optional.ofNullable(queue.maxQueuedJobsPerTenant()).orElse(queue.maxQueuedJobs()),
        queue.maxWaitSeconds(),
        queue.clientPatienceSeconds(),
        queue.tenants().stream().sorted(Comparator.comparing(TenantSpec::name)).toList());
  }
}
