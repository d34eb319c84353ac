/**
 * Where the bytes of whole requests and replies wait: in memory first, on the disk past a budget,
 * with the peer past both. A {@link dev.compilefarm.dispatcher.spool.Spool} is one message, a row
 * of blocks of one size, each of which {@link dev.compilefarm.dispatcher.spool.SpoolBudget} places
 * in one of the two.
 */
package dev.compilefarm.dispatcher.spool;
