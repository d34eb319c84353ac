/**
 * What a reply says: of the source, of the volunteer, or of the request. A status alone does not
 * tell. The kernel kills the compiler proper and not its driver, a full disk stops the assembler,
 * and in each case the driver ends with 1, as after an error in the source. So the lines that the
 * compiler wrote decide with it. They are looked at only where the status is no success; SERR and
 * SOUT go to the client untouched.
 *
 * <p>Pure. What follows from a verdict is decided in {@code blame} and {@code dispatch}.
 */
package dev.compilefarm.dispatcher.verdict;
