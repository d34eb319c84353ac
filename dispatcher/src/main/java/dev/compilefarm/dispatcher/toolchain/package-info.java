/**
 * Which compilers a volunteer has, and how it runs them, as far as it has told. Pure. Volunteers
 * tell it with their report that they listen; {@code report} reads that.
 */
package dev.compilefarm.dispatcher.toolchain;
