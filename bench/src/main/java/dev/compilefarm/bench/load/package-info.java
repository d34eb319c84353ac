/**
 * The load bench: each scenario asks one question and compares the dispatcher with its rivals in
 * one run, taking turns, because the machines that this is developed on are shared and noisy. Run
 * by dev/bench; nothing about time is asserted.
 */
package dev.compilefarm.bench.load;
