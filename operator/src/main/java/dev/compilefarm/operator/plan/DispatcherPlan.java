package dev.compilefarm.operator.plan;

/** The dispatcher. */
public record DispatcherPlan(
    String image, int maxQueuedJobs, int maxWaitSeconds, int jobLifetimeSeconds) {}
