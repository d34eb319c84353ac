/**
 * How a farm's objects are called and labelled: one place, for those who make them and those who
 * find them.
 */
package dev.compilefarm.operator.names;
