/** One point of the comparison: who builds what on which volunteers, and one run of it. */
package dev.compilefarm.evidence.cell;
