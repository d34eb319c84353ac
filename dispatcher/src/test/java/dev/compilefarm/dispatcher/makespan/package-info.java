/**
 * Builds in simulated time on a farm of 32 slots, to see how long they take with what the
 * dispatcher knows of earlier ones. The rivals are a queue in the order of arrival, one that knows
 * each time, and the bound that no schedule beats. docs/internals/longest-first.md has the table.
 */
package dev.compilefarm.dispatcher.makespan;
