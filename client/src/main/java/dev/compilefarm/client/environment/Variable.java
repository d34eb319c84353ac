package dev.compilefarm.client.environment;

/**
 * A variable of a build's environment.
 *
 * @param reason one sentence for people; empty where nobody told one
 */
public record Variable(String name, String value, String reason) {}
