package dev.compilefarm.dispatcher.queue;

/** How many jobs of one tenant wait and how many run. */
public record TenantLoad(String tenant, int queued, int running) {}
