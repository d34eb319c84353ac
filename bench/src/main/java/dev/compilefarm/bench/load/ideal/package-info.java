/**
 * What a farm without any overhead would make of a workload: the yardstick of the load scenarios.
 * Online, as the real ones are: it does not know how long a job will take, nor which will come.
 * Pure.
 */
package dev.compilefarm.bench.load.ideal;
