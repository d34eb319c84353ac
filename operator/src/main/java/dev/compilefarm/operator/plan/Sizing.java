package dev.compilefarm.operator.plan;

import java.time.Duration;
import java.util.Optional;

/**
 * How many volunteers a farm shall have.
 *
 * @param reason how the number came about, for people
 * @param history to be given to the next decision
 * @param revisitAfter when the number may fall although nothing else happens
 */
public record Sizing(
    int volunteers, String reason, SizeHistory history, Optional<Duration> revisitAfter) {}
