/** The checks of {@code doctor}: from facts to a verdict with its fix. No I/O. */
package dev.compilefarm.client.doctor;
