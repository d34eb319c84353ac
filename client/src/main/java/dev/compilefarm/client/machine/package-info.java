/** The machine that the command runs on: its programs, files and connections. I/O only. */
package dev.compilefarm.client.machine;
