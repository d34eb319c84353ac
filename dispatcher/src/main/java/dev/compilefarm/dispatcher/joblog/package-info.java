/**
 * What the log says of jobs that ended: a line for each job, and warnings about compilers that
 * volunteers refuse or do not have. Names that clients sent are shown without control characters.
 */
package dev.compilefarm.dispatcher.joblog;
