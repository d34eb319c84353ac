/**
 * The operator with very many farms, on nodes and pods that are played by kwok. Run by {@code
 * dev/bench scale}.
 */
package dev.compilefarm.bench.scale;
