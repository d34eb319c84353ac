/**
 * Which addresses of clients stand for several clients: then the queue shares slots with all of
 * them as with one. Pure.
 */
package dev.compilefarm.dispatcher.clients;
