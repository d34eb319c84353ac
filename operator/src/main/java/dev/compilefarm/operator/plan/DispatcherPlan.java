package dev.compilefarm.operator.plan;

import java.util.Optional;

/**
 * The dispatcher.
 *
 * @param operator whose token gives a place of its own at the load stream
 */
public record DispatcherPlan(
    String image, QueuePlan queue, int jobLifetimeSeconds, Optional<String> operator) {}
