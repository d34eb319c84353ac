/** Follows the load of the dispatchers' pods over HTTP. The only room that speaks to them. */
package dev.compilefarm.operator.load;
