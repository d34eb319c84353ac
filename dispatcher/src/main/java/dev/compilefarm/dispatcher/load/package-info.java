/**
 * The load contract: what the dispatcher tells the autoscaler. {@link LoadView} is the JSON of one
 * moment. {@link LoadStream} sends it to every reader whenever it changes, within bounds on
 * readers, bytes and time.
 */
package dev.compilefarm.dispatcher.load;
