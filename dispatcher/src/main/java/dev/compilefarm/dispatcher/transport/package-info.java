/** Sockets: blocking channels on virtual threads, none of which waits for ever. */
package dev.compilefarm.dispatcher.transport;
