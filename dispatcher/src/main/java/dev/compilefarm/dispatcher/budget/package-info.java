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
 *       Thresholds for Shared-Memory Packet Switches" (1998). Past its share, one message of a
 *       tenant goes on while none of that tenant is whole: else its halves would wait for each
 *       other.
 *   <li><b>Overdraft.</b> With nothing free and no message whole, nothing would ever be freed. Then
 *       the oldest waiting message goes over the limits, and keeps that right until it is whole or
 *       closed. So the overdraft is one message at most.
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
