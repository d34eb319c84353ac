/** The farm's door: listening sockets, and how many connections stand. */
package dev.compilefarm.dispatcher.server;
