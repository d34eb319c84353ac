/** Where the bytes of whole requests and replies wait, within a budget of memory. */
package dev.compilefarm.dispatcher.spool;
