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
 * <p>What a reply says is decided in {@code verdict}. A job whose compiler was killed for want of
 * memory runs again, but {@code Alone}: at a volunteer that runs nothing else. Killed once more, it
 * is refused. A volunteer that broke off may have lost its whole container. So its jobs wait in
 * {@code Inquests} until a canary or discovery tells, three seconds at most. Where the container
 * was killed for memory, each of its jobs runs alone, one after the other. A job that is known from
 * an earlier build begins so ({@code history}).
 *
 * <p>{@code DispatchCore} decides, on one thread at a time and with the time as a parameter; {@code
 * Dispatch} is the one lock around it and performs what it decided after the lock is free.
 */
package dev.compilefarm.dispatcher.dispatch;
