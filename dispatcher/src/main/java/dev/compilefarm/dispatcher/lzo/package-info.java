/**
 * LZO1X, by which distcc compresses sources, objects and what compilers write ({@code
 * src/compress.c}). Pure. What distcc sends is one bare block without a header: lengths are told
 * outside of it.
 *
 * <p>The library for Java under a fitting licence, aircompressor 3, reads and writes memory by
 * {@code sun.misc.Unsafe}, of which Java 25 warns.
 */
package dev.compilefarm.dispatcher.lzo;
