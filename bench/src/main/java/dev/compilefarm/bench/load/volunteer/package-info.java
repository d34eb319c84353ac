/** Hand-written volunteers that speak the protocol and compile nothing. */
package dev.compilefarm.bench.load.volunteer;
