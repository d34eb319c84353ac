/** The dispatcher's price, measured against going straight to a volunteer. Run by make bench. */
package dev.compilefarm.dispatcher.bench;
