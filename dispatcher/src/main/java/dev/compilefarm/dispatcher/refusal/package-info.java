/**
 * A refusal as the client reads it: a whole reply of the protocol whose compiler failed and wrote
 * one sentence. Pure. Which jobs are refused, and with which sentence, is decided elsewhere.
 */
package dev.compilefarm.dispatcher.refusal;
