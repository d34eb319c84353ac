/**
 * The one queue of a farm, fair between tenants.
 *
 * <p>The next job is the oldest one of the waiting tenant with the fewest running jobs; of tenants
 * with equally many, the one served longest ago comes first. This is max-min fairness over slots,
 * decided anew whenever a slot is free, so it needs no estimate of how long a job will run. Running
 * jobs are never taken away.
 *
 * <p>Bound on unfairness: a waiting tenant gets the next free slot as soon as every other waiting
 * tenant runs at least as many jobs and was served more recently. So a tenant that has a job
 * waiting and none running sees at most one slot go to each other such tenant before its own turn,
 * however long their queues are. {@code FairQueueTest} holds this against an independent oracle.
 *
 * <p>Nothing here knows threads, clocks or sockets; the caller serialises all calls.
 */
package dev.compilefarm.dispatcher.queue;
