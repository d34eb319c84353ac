/**
 * The distcc wire protocol, versions 1 to 3, as push scanners without any I/O: bytes go in, and the
 * scanner says where a request or a reply ends, and which compiler it names.
 *
 * <p>Every packet begins with a head of exactly 12 bytes, a token of four letters and eight
 * hexadecimal digits; the number is a value or the length of the body that follows. Sources:
 * distcc's {@code doc/protocol-1.txt}, {@code protocol-2.txt}, {@code protocol-3.txt}, {@code
 * src/rpc.c:dcc_r_token_int}, {@code src/clirpc.c}, {@code src/srvrpc.c}, {@code
 * src/serve.c:dcc_run_job}.
 *
 * <pre>
 *   request v1, v2   DIST v  ARGC n  n x ARGV  DOTI
 *   request v3       DIST 3  CDIR  ARGC n  n x ARGV  NFIL m  m x (NAME, FILE or LINK)
 *   reply            DONE v  STAT w  SERR  SOUT  DOTO  (v3 and w = 0: DOTD)
 * </pre>
 *
 * <p>Bodies of source and object are never looked into, so compression (v2 and v3) does not matter
 * here. Looked into are every ARGV, of which the first names the compiler, and the paths CDIR and
 * NAME, which must not lead out of the volunteer's directory. {@link ProtocolLimits} caps all the
 * rest by its announced length; nothing is set aside for bytes that have not come.
 */
package dev.compilefarm.dispatcher.protocol;
