/** How a scenario prints what it measured: tables, figures and bars. */
package dev.compilefarm.bench.load.report;
