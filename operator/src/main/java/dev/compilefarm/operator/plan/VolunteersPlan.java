package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.PodTemplate;
import dev.compilefarm.api.v1alpha1.ResourcesSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.SortedSet;

/**
 * The volunteers.
 *
 * @param count pods that there shall be
 * @param marked names of the pods that go when there are more than that; they get no new job
 * @param compilers directories and programs besides those on the image's PATH
 * @param architecture of the nodes that they run on, unless the template says something else
 * @param tmpSize of TMPDIR
 * @param tmpInMemory whether TMPDIR is in memory; else on the node's disk
 * @param slots of each
 * @param maxUnavailablePercent part of them that may leave at a time for drains of nodes
 * @param fingerprint of what the farm says of its volunteers
 * @param podCreationRetry when the cluster is asked again for their pods
 */
public record VolunteersPlan(
    int count,
    SortedSet<String> marked,
    VolunteerImage image,
    List<String> compilers,
    String architecture,
    Quantity tmpSize,
    boolean tmpInMemory,
    int slots,
    int jobLifetimeSeconds,
    int maxUnavailablePercent,
    ResourcesSpec resources,
    PodTemplate template,
    String fingerprint,
    PodCreationRetry podCreationRetry) {}
