/**
 * Asks a volunteer that is suspected of failing its jobs to compile one line. Its answer tells
 * whether the volunteer is at fault, or the requests that failed there. The dispatcher asks where a
 * job failed, and nowhere else.
 *
 * <p>When to ask, and what an answer means, is decided in {@code blame}.
 */
package dev.compilefarm.dispatcher.canary;
