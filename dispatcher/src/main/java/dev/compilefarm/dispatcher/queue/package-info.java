/**
 * The one queue of a farm, fair between tenants.
 *
 * <p>The next job is one of the waiting tenant with the fewest running jobs for its weight. Of
 * tenants with equally many, the one goes first that has used the fewest slot-seconds for its
 * weight lately; of those that have used equally much, the one served longest ago. A tenant that
 * runs as many as it may is passed over until one of them ends. This is weighted max-min fairness
 * over slots, decided anew whenever a slot is free, so it needs no estimate of how long a job will
 * run. Running jobs are never taken away.
 *
 * <p>Lately means: what was used five minutes ago counts half. Jobs that run count up to the
 * present moment. So where there are more tenants than slots, long jobs and short ones get about
 * the same time, and a user who comes back goes before one that kept the farm busy.
 *
 * <p>A tenant that has waited for more than 10 s and runs nothing goes before every newcomer: every
 * tenant that came after its wait began. A tenant that comes back within an hour is none.
 *
 * <p>Of a tenant's own jobs the longest goes first, as far as the caller knows how long they take:
 * what starts last and runs long ends a build late. Of jobs of about the same length the oldest
 * goes first. A job that ran already and was put back goes before all others. This order changes
 * nothing between tenants.
 *
 * <p>Bound on overtaking: when a job has overtaken the oldest one of its tenant that can be placed,
 * that one waits for no further longer one. While it waits and can be placed, the oldest goes next,
 * whatever started meanwhile. So with n older jobs before it, a job is among the next 2 (n + 1) of
 * its tenant that start while it can be placed. A job that is put back meanwhile is an older one.
 * This also shortens builds of which only a part can wait here: where none but short jobs wait,
 * make sends the long ones late. And once a job has waited for so long as the caller allows, it is
 * not overtaken at all.
 *
 * <p>Bound on unfairness, in slots: no slot goes to a tenant that has its max-min share or more
 * while another one with a job waiting has less than its own. So of the tenants below their shares
 * one gets the very next slot.
 *
 * <p>Bound on unfairness, in time: while a tenant has a job waiting and none running, no slot goes
 * to a tenant that runs one, and a slot goes to another one only while that one has used less for
 * its weight. So each other tenant gets as many slot-seconds as it had used less, and one job more,
 * however long the queues are. Newcomers get slots in the first 10 s of the wait only; a slot that
 * would go to one later goes to the tenant that has waited longest. {@code FairQueueTest} and the
 * simulation hold all this against an independent max-min allocation and an independent account of
 * the time used.
 *
 * <p>Nothing here knows threads, clocks or sockets; the caller serialises all calls.
 */
package dev.compilefarm.dispatcher.queue;
