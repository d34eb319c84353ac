/**
 * What the log says of jobs that ended: a line for each job, and a warning about refused compilers.
 * Names that clients sent are shown without control characters.
 */
package dev.compilefarm.dispatcher.joblog;
