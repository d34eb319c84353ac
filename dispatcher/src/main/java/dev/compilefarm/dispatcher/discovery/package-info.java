/** Where volunteers come from: a fixed list, or a watch on the farm's pods. */
package dev.compilefarm.dispatcher.discovery;
