package dev.compilefarm.dispatcher.session;

import java.time.Duration;

/**
 * The longest silences.
 *
 * @param client of a client while it sends its request or takes its reply: as long as distcc itself
 *     is patient (DISTCC_IO_TIMEOUT, 300 s)
 * @param connect for a volunteer to take a connection: as distcc's client ({@code src/clinet.c}, 4
 *     s)
 * @param volunteer of a volunteer while it takes the request, compiles, or sends its reply
 */
public record Waits(Duration client, Duration connect, Duration volunteer) {
  private static final Duration CLIENT = Duration.ofMinutes(5);
  private static final Duration CONNECT = Duration.ofSeconds(4);
  // distccd ends a compile at its job lifetime and a stalled transfer 30 s later.
  private static final Duration AFTER_JOB_LIFETIME = Duration.ofMinutes(1);

  /** For volunteers whose distccd runs with this {@code --job-lifetime}. */
  public static Waits forJobLifetime(Duration jobLifetime) {
    return new Waits(CLIENT, CONNECT, jobLifetime.plus(AFTER_JOB_LIFETIME));
  }
}
