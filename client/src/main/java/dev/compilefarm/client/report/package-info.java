/** The archive of {@code report}: what may stand in it, and how it is written. */
package dev.compilefarm.client.report;
