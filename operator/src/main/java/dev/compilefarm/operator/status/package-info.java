/**
 * What is said about a farm: conditions and numbers. Pure; the reconciler writes it, once, and only
 * when it changed.
 */
package dev.compilefarm.operator.status;
