/**
 * Whether builds that use distcc's pump mode still do. In pump mode (protocol 3) the volunteer
 * preprocesses; in plain mode (1 and 2) the client does, which costs it several times as much. A
 * client that falls back says it in a warning at most: where its include server fails, and where
 * {@code DISTCC_MAX_DISCREPANCY} is reached ({@code src/compile.c} of distcc 3.4).
 *
 * <p>Pure: the time is a parameter, and the caller serialises all calls.
 */
package dev.compilefarm.dispatcher.pump;
