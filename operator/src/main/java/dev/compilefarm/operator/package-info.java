/**
 * The operator: makes the cluster look like its farms, and sizes them.
 *
 * <pre>
 *   observe ──> plan ──> desired ──> apply ──> status
 *   (caches)   (pure)    (pure)     (server)   (pure, then one write)
 * </pre>
 *
 * <p>{@code reconcile} holds the loop and the event sources, {@code load} asks dispatchers for
 * their load, {@code apply} is the only place that writes objects. {@code observe}, {@code plan},
 * {@code desired} and {@code status} know the object model but no client, no framework, no clock
 * and no threads.
 */
package dev.compilefarm.operator;
