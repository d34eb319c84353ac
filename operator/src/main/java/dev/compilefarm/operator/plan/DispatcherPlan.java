package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.DispatcherSpec;
import java.util.Optional;

/**
 * The dispatcher.
 *
 * @param operator whose token gives a place of its own at the load stream
 * @param clientJobs jobs that one client of the ConfigMap has under way at most; more from one
 *     address means several clients
 * @param spec additions to its pod, and the Service in front of it
 * @param ipFamilyPolicy of that Service; empty: as it is
 * @param podCreationRetry when the cluster is asked again for its pod
 */
public record DispatcherPlan(
    String image,
    QueuePlan queue,
    int jobLifetimeSeconds,
    Optional<String> operator,
    int clientJobs,
    DispatcherSpec spec,
    Optional<String> ipFamilyPolicy,
    PodCreationRetry podCreationRetry) {}
