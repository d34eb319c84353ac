package dev.compilefarm.operator.load;

import java.time.Duration;

/**
 * How long what may take.
 *
 * @param reply to connect and be answered; also for the first event of a stream, which comes at
 *     once
 * @param silence without an event, after which a stream is taken for lost
 * @param patience with a pod that was lost, before that is said: its last load counts until then
 * @param retryMin before a first attempt to reach a lost pod again
 * @param retryMax before any later one
 * @param poll between two polls of a pod that gives no stream
 * @param streamRetry how long such a pod is polled before its stream is tried again
 */
record Timing(
    Duration reply,
    Duration silence,
    Duration patience,
    Duration retryMin,
    Duration retryMax,
    Duration poll,
    Duration streamRetry) {

  /**
   * A dispatcher answers from memory within milliseconds, and sends an event every five seconds at
   * least: a second more is a busy node, longer is trouble, and a new connection tells. Two seconds
   * for a reply, because an operator that starts connects to all at once. The patience is longer
   * than a pause of a dispatcher's JVM or a stall of its node.
   */
  static final Timing OF_DISPATCHERS =
      new Timing(
          Duration.ofSeconds(2),
          Duration.ofSeconds(6),
          Duration.ofSeconds(5),
          Duration.ofMillis(100),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30));
}
