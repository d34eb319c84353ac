/** What is built: recorded graphs of tasks, and the order in which make issues them. Pure. */
package dev.compilefarm.evidence.build;
