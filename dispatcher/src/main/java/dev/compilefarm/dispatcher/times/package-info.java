/** How long earlier jobs took, kept on the disk of the spool for the next start. */
package dev.compilefarm.dispatcher.times;
