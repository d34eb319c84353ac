package dev.compilefarm.dispatcher.load;

import dev.compilefarm.dispatcher.http.Origin;

/**
 * Who reads the load stream.
 *
 * @param operator whether it proved to be the farm's operator
 */
public record Reader(Origin origin, boolean operator) {}
