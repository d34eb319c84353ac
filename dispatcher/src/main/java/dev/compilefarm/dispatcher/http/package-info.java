/**
 * The listener of the admin port: who gets in, and for how long. The room {@code api} answers what
 * is asked for.
 *
 * <p>Anybody in the cluster may connect, and the kubelet's probes come by the same port: a probe
 * that fails ends every held job. So nobody is ever refused a connection. Where there are too many,
 * one of those from the address with the most is closed, first who has kept us waiting longest.
 * Each connection is for one request and has a bounded time; what it may keep in memory is bounded
 * by the number of connections, and of pages at a time.
 */
package dev.compilefarm.dispatcher.http;
