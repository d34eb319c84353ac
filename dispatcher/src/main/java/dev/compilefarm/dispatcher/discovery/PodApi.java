package dev.compilefarm.dispatcher.discovery;

import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/** What is asked of the API server. Each stream is to be closed. */
interface PodApi {
  /** How long the API server may be silent in the midst of an answer. */
  Duration PATIENCE = Duration.ofSeconds(6);

  /**
   * A page of the farm's pods, as JSON.
   *
   * @param next what the page before said comes next
   * @throws ListException where it does not come in time or not at all; reading may throw it too
   */
  InputStream list(Optional<String> next) throws ListException, InterruptedException;

  /**
   * What becomes of the farm's pods, an event a line.
   *
   * @param version of the list, from which on to tell
   * @param length after which the API server is to end the watch
   * @param silence for so long it may say nothing
   * @throws ListException as {@link #list}
   */
  InputStream watch(Optional<String> version, Duration length, Duration silence)
      throws ListException, InterruptedException;
}
