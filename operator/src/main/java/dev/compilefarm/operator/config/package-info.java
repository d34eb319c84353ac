/**
 * The operator's settings and the wiring of its plain objects. Nothing else reads the environment.
 */
package dev.compilefarm.operator.config;
