package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.PodTemplate;
import dev.compilefarm.api.v1alpha1.ResourcesSpec;
import java.util.SortedSet;

/**
 * The volunteers.
 *
 * @param count pods that there shall be
 * @param marked names of the pods that go when there are more than that; they get no new job
 * @param slots of each
 */
public record VolunteersPlan(
    int count,
    SortedSet<String> marked,
    String image,
    int slots,
    int jobLifetimeSeconds,
    ResourcesSpec resources,
    PodTemplate template) {}
