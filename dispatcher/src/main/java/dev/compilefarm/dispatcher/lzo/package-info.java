/**
 * The compression of protocol versions 2 and 3, LZO1X, as far as the dispatcher needs it. Messages
 * that it passes on are not touched.
 */
package dev.compilefarm.dispatcher.lzo;
