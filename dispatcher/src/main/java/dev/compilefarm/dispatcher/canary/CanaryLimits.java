package dev.compilefarm.dispatcher.canary;

import java.time.Duration;

/**
 * How long a canary may take.
 *
 * @param connect for the volunteer's name, and for its port to take the connection, each
 * @param compile from the connection to the last byte of the reply, with the wait for a child of
 *     distccd that is free
 * @param silence one that is silent for so long after the first bytes wants more of them
 */
public record CanaryLimits(Duration connect, Duration compile, Duration silence) {
  private static final Duration SILENCE = Duration.ofSeconds(1);

  /** With the silence of all. */
  public CanaryLimits(Duration connect, Duration compile) {
    this(connect, compile, SILENCE);
  }

  /**
   * As long for a connection as distcc's client waits ({@code src/clinet.c}, 4 s). The compile
   * takes some 60 ms on an idle node, and may have to share a processor with many.
   */
  public static final CanaryLimits DEFAULTS =
      new CanaryLimits(Duration.ofSeconds(4), Duration.ofSeconds(10));
}
