/**
 * What a farm shall be: names, sizes, images. Pure functions of the farm, of what was observed, and
 * of the time.
 *
 * <p>How the size follows the queue is told at {@link dev.compilefarm.operator.plan.Autoscaler}.
 */
package dev.compilefarm.operator.plan;
