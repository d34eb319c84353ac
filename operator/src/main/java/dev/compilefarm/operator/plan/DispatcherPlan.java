package dev.compilefarm.operator.plan;

/** The dispatcher. */
public record DispatcherPlan(String image, QueuePlan queue, int jobLifetimeSeconds) {}
