package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.MetadataSpec;
import dev.compilefarm.operator.names.FarmNames;
import java.time.Duration;
import java.util.Optional;

/**
 * What a farm shall be, in the operator's words. All that the desired objects are made from.
 *
 * @param metadata what all its objects carry besides
 * @param paused nothing of it is to be written
 * @param nodes what is kept ready on the nodes
 * @param clientLimit jobs that one client may have under way at a time, per entry of its host list
 * @param clients the namespaces, besides the farm's own, that get the clients' ConfigMaps
 * @param access who reaches the farm's pods; empty: there are no NetworkPolicies
 * @param deletion present while the farm is on its way out
 * @param revisitAfter when the plan may change although nothing else does
 */
public record Plan(
    FarmNames names,
    Owner owner,
    MetadataSpec metadata,
    boolean paused,
    String imagePullPolicy,
    PodSettings pods,
    DispatcherPlan dispatcher,
    VolunteersPlan volunteers,
    NodesPlan nodes,
    int clientLimit,
    ClientsPlan clients,
    Optional<AccessPlan> access,
    Sizing sizing,
    Optional<Deletion> deletion,
    Optional<Duration> revisitAfter) {}
