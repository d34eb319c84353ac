/** The documentation: what its pages name is there, and pages are made from the chart. */
package dev.compilefarm.e2e.docs;
