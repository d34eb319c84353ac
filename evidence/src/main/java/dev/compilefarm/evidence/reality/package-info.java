/**
 * The simulation against real programs: the same builds by make, distcc and distccd on this
 * machine, with compilers that sleep.
 */
package dev.compilefarm.evidence.reality;
