package dev.compilefarm.dispatcher.queue;

/** One tenant's waiting and running jobs, and its weight among the others. */
public record TenantLoad(String tenant, int queued, int running, int weight) {}
