package dev.compilefarm.operator.status;

/**
 * Something that happened to a farm.
 *
 * @param note one or two sentences for people
 */
public record FarmEvent(EventKind kind, String note) {}
