/**
 * The one queue of a farm, fair between tenants.
 *
 * <p>The next job is the oldest one of the waiting tenant with the fewest running jobs for its
 * weight; of tenants with equally many, the one served longest ago comes first. A tenant that runs
 * as many as it may is passed over until one of them ends. This is weighted max-min fairness over
 * slots, decided anew whenever a slot is free, so it needs no estimate of how long a job will run.
 * Running jobs are never taken away.
 *
 * <p>Bound on unfairness: no slot goes to a tenant that has its max-min share or more while another
 * one with a job waiting has less than its own. So of the tenants below their shares one gets the
 * very next slot, and a tenant that has a job waiting and none running sees at most one slot go to
 * each other such tenant before its own turn, however long their queues are. {@code FairQueueTest}
 * and the simulation hold this against an independent max-min allocation.
 *
 * <p>Nothing here knows threads, clocks or sockets; the caller serialises all calls.
 */
package dev.compilefarm.dispatcher.queue;
