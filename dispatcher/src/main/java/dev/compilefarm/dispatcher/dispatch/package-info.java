/**
 * Joins the queue and the volunteers: which job runs where, what is replayed, and who is sent home.
 *
 * <pre>
 *            submit            slot free              reply whole            client has it
 *   (none) ---------> QUEUED -----------> RUNNING --------------> ANSWERING --------------> ENDED
 *                       ^  ends: queue full, |                       |                        ^
 *                       |  waited too long,  | broke off, not        | client gone            |
 *                       |  client gone       | reached: replay       +------------------------+
 *                       +--------------------+
 * </pre>
 *
 * <p>{@code DispatchCore} decides, on one thread at a time and with the time as a parameter; {@code
 * Dispatch} is the one lock around it and performs what it decided after the lock is free.
 */
package dev.compilefarm.dispatcher.dispatch;
