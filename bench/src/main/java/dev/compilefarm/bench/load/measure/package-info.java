/** How a scenario measures: rounds in turn, loops at a rate, a warm JVM, the time of a process. */
package dev.compilefarm.bench.load.measure;
