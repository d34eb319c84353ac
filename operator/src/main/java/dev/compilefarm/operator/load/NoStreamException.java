package dev.compilefarm.operator.load;

import java.io.IOException;

/**
 * The dispatcher is there and gives no stream: it has enough readers, or is of the first version,
 * which knew none.
 */
final class NoStreamException extends IOException {
  private static final long serialVersionUID = 1;

  NoStreamException(int status) {
    super("the reply has status " + status);
  }
}
