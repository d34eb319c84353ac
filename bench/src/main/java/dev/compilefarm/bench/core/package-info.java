/**
 * What one event costs the dispatcher's core: its one lock is held for so long. JMH drives it
 * through {@link dev.compilefarm.dispatcher.dispatch.Dispatch} with a clock of its own and clients
 * that do nothing. Run by dev/bench; nothing about time is asserted.
 */
package dev.compilefarm.bench.core;
