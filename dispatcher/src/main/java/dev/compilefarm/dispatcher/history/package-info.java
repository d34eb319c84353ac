/**
 * What is remembered of jobs that have ended, for the next build: so far, which of them need more
 * memory than they have beside others. What is kept is bounded, and forgotten when it proves wrong.
 *
 * <p>Pure: the caller serialises all calls. Nothing here knows the time.
 */
package dev.compilefarm.dispatcher.history;
