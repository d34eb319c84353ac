/** The world of one run: users' machines, volunteers with their distccds, and what is metered. */
package dev.compilefarm.evidence.farm;
