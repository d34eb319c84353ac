/**
 * Room for messages, shared like slots: which waiting message has the next block of memory or disk,
 * and who must give way when there is none.
 *
 * <p>The next block goes to the tenant that would hold least for its weight with it, and there to
 * its oldest waiting message. Two rules keep room for others:
 *
 * <ul>
 *   <li><b>Share.</b> A tenant may hold eight times what is free, scaled by its weight over the
 *       greatest weight present. Alone it has eight ninths of all, and a newcomer always finds the
 *       rest. That is the dynamic threshold of Choudhury and Hahne, "Dynamic Queue Length
 *       Thresholds for Shared-Memory Packet Switches" (1998).
 *   <li><b>Overdraft.</b> Halves of messages could wait for each other: a tenant's, where none of
 *       its own is whole, and everybody's, where nothing is free and none at all is whole. Then the
 *       oldest one that waits goes over its share and the limits. What it takes comes from nobody's
 *       room. It keeps that right until it is closed, or whole without having used it. So the
 *       overdraft is one message at most.
 * </ul>
 *
 * <p>While somebody waits, a client that stopped sending, or that does not take its reply, gives
 * way: its connection is closed. It is one of the tenant that holds most for its weight. A client
 * of a tenant that holds less than all that wait has longer to go on. Where too many messages wait
 * at once, the newest of the tenant with most of them gives way.
 *
 * <p>Nothing here knows threads, clocks or sockets; the caller serialises all calls.
 */
package dev.compilefarm.dispatcher.budget;
