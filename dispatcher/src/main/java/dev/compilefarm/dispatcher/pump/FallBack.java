package dev.compilefarm.dispatcher.pump;

/**
 * A tenant whose builds fell back from pump mode to plain mode.
 *
 * @param jobs that came plain since, at least one
 */
public record FallBack(String tenant, long jobs) {}
