/**
 * What is remembered of jobs that have ended, for the next build: which of them need more memory
 * than they have beside others, and how long they occupied a slot. What is kept is bounded. A want
 * of memory is forgotten when it proves wrong, a time when others are used more.
 *
 * <p>Pure: the caller serialises all calls. Nothing here knows the time.
 */
package dev.compilefarm.dispatcher.history;
