/**
 * Whether volunteers that run a job are still there. A socket does not tell: when distccd is
 * terminated its compiler runs on as an orphan and keeps the connection open (measured; see {@code
 * src/dsignal.c:dcc_daemon_terminate}), and a machine that vanished is silent. {@link
 * dev.compilefarm.dispatcher.liveness.PortVerdicts} decides what the answers of ports mean, and
 * {@link dev.compilefarm.dispatcher.liveness.VolunteerWatch} asks.
 */
package dev.compilefarm.dispatcher.liveness;
