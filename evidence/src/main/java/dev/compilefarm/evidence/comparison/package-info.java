/** The grid of cells, and the comparison of all policies in each. */
package dev.compilefarm.evidence.comparison;
