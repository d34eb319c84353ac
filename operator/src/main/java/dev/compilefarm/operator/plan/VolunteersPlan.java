package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.PodTemplate;
import dev.compilefarm.api.v1alpha1.ResourcesSpec;

/**
 * The volunteers.
 *
 * @param slots of each
 */
public record VolunteersPlan(
    int count,
    String image,
    int slots,
    int jobLifetimeSeconds,
    ResourcesSpec resources,
    PodTemplate template) {}
