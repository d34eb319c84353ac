/**
 * The policies that the thread of 2003 and its successors propose, one a file, each with its
 * source. Rooms around them play the world; a policy decides which volunteer has which compile,
 * from what its author would let it know.
 */
package dev.compilefarm.evidence.policy;
