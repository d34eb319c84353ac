/**
 * Builds that run while their farm is taken apart: pods deleted, killed and evicted, volunteers and
 * dispatchers replaced, farms scaled, the operator killed. What is done to the farm is drawn with a
 * seed; whether anything of it reached a build is counted and not guessed.
 */
package dev.compilefarm.bench.chaos;
