package dev.compilefarm.dispatcher.session;

import java.time.Duration;

/**
 * The longest silences.
 *
 * @param client of a client while it sends its request or takes its reply: as long as it is patient
 *     itself (DISTCC_IO_TIMEOUT, 300 s)
 * @param connect for a volunteer to take a connection: as distcc's client ({@code src/clinet.c}, 4
 *     s)
 * @param volunteer of a volunteer while it takes the request, compiles, or sends its reply
 */
public record Waits(Duration client, Duration connect, Duration volunteer) {
  private static final Duration CONNECT = Duration.ofSeconds(4);
  // A distccd ends a compile at its job lifetime and a stalled transfer 30 s later.
  private static final Duration AFTER_JOB_LIFETIME = Duration.ofMinutes(1);

  /** For clients that are so patient, and volunteers with this {@code --job-lifetime}. */
  public static Waits of(Duration client, Duration jobLifetime) {
    return new Waits(client, CONNECT, jobLifetime.plus(AFTER_JOB_LIFETIME));
  }
}
