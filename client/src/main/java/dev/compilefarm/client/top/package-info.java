/** The live picture of {@code top}, as text. No I/O. */
package dev.compilefarm.client.top;
