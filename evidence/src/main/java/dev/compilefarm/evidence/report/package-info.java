/** What readers get: files of results, plots, and the page whose numbers are all generated. */
package dev.compilefarm.evidence.report;
