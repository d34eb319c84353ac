/** Hand-written volunteers that speak the protocol and compile nothing. */
package dev.compilefarm.dispatcher.bench.volunteer;
