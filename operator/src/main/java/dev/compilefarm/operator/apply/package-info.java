/** Writes objects, by server-side apply, and only those that differ. */
package dev.compilefarm.operator.apply;
