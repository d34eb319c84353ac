/** Figures of runs, and their intervals over seeds. Pure. */
package dev.compilefarm.evidence.measure;
