package dev.compilefarm.dispatcher.server;

import java.util.Optional;

/**
 * A port where jobs come in.
 *
 * @param number 0 for any free one
 * @param tenant whose jobs they all are; empty where each client's address is a tenant
 */
public record EntryPort(int number, Optional<String> tenant) {}
