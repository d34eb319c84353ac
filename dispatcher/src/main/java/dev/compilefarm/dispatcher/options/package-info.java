/**
 * What the protocol of distcc cannot carry. A reply has one object, two outputs and, in version 3,
 * one list of dependencies. A request has one source, or in version 3 the headers too. An option
 * that writes another file, reads another file, runs another program or means the machine that it
 * runs on has no place there. {@link dev.compilefarm.dispatcher.options.OptionTable} has one row
 * for each of them. Pure: bytes go in, a finding comes out.
 */
package dev.compilefarm.dispatcher.options;
