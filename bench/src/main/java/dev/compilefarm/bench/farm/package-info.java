/** How quick a farm is, measured on the real cluster. Run by make bench. */
package dev.compilefarm.bench.farm;
