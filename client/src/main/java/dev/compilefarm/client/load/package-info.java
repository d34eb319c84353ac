/** What a dispatcher says of its load and its jobs, and what follows from it. No I/O. */
package dev.compilefarm.client.load;
