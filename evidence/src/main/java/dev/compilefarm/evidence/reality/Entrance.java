package dev.compilefarm.evidence.reality;

import java.io.IOException;

/** What users of stock distcc connect to. */
interface Entrance extends AutoCloseable {

  /**
   * A user's {@code DISTCC_HOSTS}.
   *
   * @param user from 0
   * @param parallel the user's {@code -j}
   */
  String hosts(int user, int parallel);

  @Override
  default void close() throws IOException {}

  /** An entry for a port of this machine. */
  static String entry(int port, int limit) {
    return "127.0.0.1:%d/%d".formatted(port, limit);
  }
}
