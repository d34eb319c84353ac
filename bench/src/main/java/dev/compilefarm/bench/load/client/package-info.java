/** Hand-written clients: a model of make with stock distcc, and one that only sends bytes. */
package dev.compilefarm.bench.load.client;
