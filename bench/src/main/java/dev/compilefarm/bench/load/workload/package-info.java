/** What users have to compile, drawn from a seed. Pure. */
package dev.compilefarm.bench.load.workload;
