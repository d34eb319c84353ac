/**
 * The ways from a user to a slot that the load scenarios compare: the dispatcher and its rivals.
 */
package dev.compilefarm.bench.load.route;
