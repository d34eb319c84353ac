package dev.compilefarm.dispatcher.http;

import java.time.Duration;

/**
 * What a connection of the admin port may take.
 *
 * @param connections at a time, reserved ones and those of a moment apart
 * @param request from the connection to its whole request's head
 * @param reply from then on to the last byte of the reply in the kernel; not for a stream
 * @param event a stream's, from its first byte to its last
 * @param farewell from then on, or a reply's end, until the other side closes
 */
public record HttpLimits(
    int connections, Duration request, Duration reply, Duration event, Duration farewell) {

  /**
   * Whoever keeps us waiting for longer makes room for others. On a node in trouble, a moment may
   * pass between a probe's connection and its request.
   */
  static final Duration LATE = Duration.ofSeconds(1);

  /** A connection that has said nothing yet costs next to nothing. */
  private static final int FOR_A_MOMENT = 4;

  /** Of one request's head. Tokens of service accounts have one or two thousand bytes. */
  static final int HEAD_BYTES = 8 << 10;

  static final int FIRST_LINE_BYTES = 4 << 10;

  /** What the kernel keeps of a reply that nobody takes: memory of the pod too. */
  static final int SEND_BUFFER_BYTES = 64 << 10;

  static final int RECEIVE_BUFFER_BYTES = 16 << 10;

  /**
   * A client in the cluster sends its request with its connection, and takes a reply at once: these
   * times are for nodes in trouble.
   *
   * @param event what a reader of a stream is given, which may pause
   */
  public static HttpLimits of(int connections, Duration event) {
    return new HttpLimits(
        connections, Duration.ofSeconds(5), Duration.ofSeconds(20), event, Duration.ofSeconds(5));
  }

  /** Most connections while all of them have just come. */
  int connectionsForAMoment() {
    return connections * FOR_A_MOMENT;
  }
}
