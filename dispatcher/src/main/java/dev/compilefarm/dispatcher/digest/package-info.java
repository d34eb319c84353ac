/** Short numbers for texts, so that long texts need not be kept. Pure. */
package dev.compilefarm.dispatcher.digest;
