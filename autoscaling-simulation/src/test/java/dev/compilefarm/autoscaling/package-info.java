/**
 * The operator's autoscaler and the dispatcher's queue in one loop, in simulated time: days of
 * users who build, volunteers that take their time to start, and what it cost against one who knows
 * everything beforehand. docs/internals/autoscaling.md tells of it.
 *
 * <p>In production the two share no code; here, in tests, is the one place that knows both.
 */
package dev.compilefarm.autoscaling;
