/** Values in short, to see whether something is what it was. Pure. */
package dev.compilefarm.operator.fingerprint;
