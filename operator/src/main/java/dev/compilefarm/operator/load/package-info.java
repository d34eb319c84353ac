/** Asks the dispatchers' pods for their load over HTTP. The only room that speaks to them. */
package dev.compilefarm.operator.load;
