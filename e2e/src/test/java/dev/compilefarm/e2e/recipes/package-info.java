/** The recipes that the docs give to people who build, tried on a farm. */
package dev.compilefarm.e2e.recipes;
