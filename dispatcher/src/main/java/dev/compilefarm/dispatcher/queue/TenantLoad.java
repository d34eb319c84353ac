package dev.compilefarm.dispatcher.queue;

/**
 * One tenant's waiting and running jobs, and its weight among the others.
 *
 * @param queuedOverLimit of the waiting jobs, those that its own limit of running jobs would keep
 *     waiting however many slots were free
 */
public record TenantLoad(String tenant, int queued, int running, int weight, int queuedOverLimit) {}
