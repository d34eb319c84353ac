package dev.compilefarm.dispatcher.budget;

import java.time.Duration;

/**
 * How long a client may do nothing before it gives way to messages that wait for room.
 *
 * @param sending of a client whose message has begun to arrive: from one block to the next, so that
 *     a byte now and then is nothing
 * @param taking of a client to which a whole message is being written, from one part to the next
 * @param takingOfLighter the same, where its tenant holds less for its weight than each that waits
 */
public record Stalls(Duration sending, Duration taking, Duration takingOfLighter) {

  /** Which no client ever reaches. */
  public static final Duration NEVER = Duration.ofNanos(Long.MAX_VALUE);
}
