package dev.compilefarm.dispatcher.admin;

import dev.compilefarm.dispatcher.http.Origin;

/**
 * Who reads the load stream.
 *
 * @param operator whether it proved to be the farm's operator
 */
record Reader(Origin origin, boolean operator) {}
