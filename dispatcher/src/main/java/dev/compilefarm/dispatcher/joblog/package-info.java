/**
 * What the log says of jobs that ended: a line for each job, and warnings about those that were
 * refused or that failed everywhere. Names that clients sent are shown without control characters.
 */
package dev.compilefarm.dispatcher.joblog;
