package dev.compilefarm.bench.load.client;

import java.time.Duration;

/**
 * One job of a user, done.
 *
 * @param issuedNanos when make started it, of {@link System#nanoTime}
 * @param endedNanos when distcc ended
 * @param compileTime what its compile took of a slot
 * @param hangUps connections that failed before one of them, or the user's own machine, did it
 * @param atHome whether the user's own machine did it
 */
public record Compiled(
    long issuedNanos, long endedNanos, Duration compileTime, int hangUps, boolean atHome) {

  /** All that was not compiling. */
  public Duration waited() {
    return Duration.ofNanos(endedNanos - issuedNanos).minus(compileTime);
  }
}
