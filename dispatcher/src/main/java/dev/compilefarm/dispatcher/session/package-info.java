/**
 * One client's connection: take the whole request, wait for a slot, let a volunteer do it, give
 * back the whole reply. One virtual thread reads from the client for as long as the connection
 * stands, which is how a client that goes away is noticed at once; another runs the attempt. A job
 * that another try cannot help is refused with words, and then no volunteer sees it any more.
 */
package dev.compilefarm.dispatcher.session;
