/**
 * The dispatcher: the receptionist between distcc's clients and the farm's volunteers.
 *
 * <p>A job's way: {@code server} accepts it, {@code session} takes the whole request with the help
 * of {@code protocol}, {@code spool} and {@code transport}, {@code dispatch} decides when and where
 * it runs with {@code queue} and {@code volunteer}, and the session brings back the reply. {@code
 * discovery} tells of volunteers, and {@code report} takes their own word. {@code load}, {@code
 * api}, {@code metrics} and {@code joblog} show what goes on. This package itself holds only the
 * wiring, the life cycle and the probes.
 */
package dev.compilefarm.dispatcher;
