/** Prometheus metrics. Labels are bounded sets: never a client, a pod, a file or a compiler. */
package dev.compilefarm.dispatcher.metrics;
