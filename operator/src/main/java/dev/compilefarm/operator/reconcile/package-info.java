/** The loop of one farm, its event sources, and what is remembered of a farm between two rounds. */
package dev.compilefarm.operator.reconcile;
