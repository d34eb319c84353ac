/**
 * The port where volunteers report that they listen. The rate of reports is limited, because
 * anybody in the cluster can send some. The room {@code discovery} decides what a report changes.
 */
package dev.compilefarm.dispatcher.report;
