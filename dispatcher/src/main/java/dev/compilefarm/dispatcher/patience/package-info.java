/**
 * How long a job may wait, and when its client must be told something. A client of distcc gives up
 * when it has seen no byte for {@code DISTCC_IO_TIMEOUT}, so it is fed the reply's prefix byte by
 * byte. Pure: the caller serialises all calls and brings the time.
 */
package dev.compilefarm.dispatcher.patience;
