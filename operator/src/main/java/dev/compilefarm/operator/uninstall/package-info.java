/** What runs when the chart is uninstalled: a program of its own in the operator's image. */
package dev.compilefarm.operator.uninstall;
