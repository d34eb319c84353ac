package dev.compilefarm.dispatcher.discovery;

import java.io.IOException;

/**
 * The list of volunteers could not be read or watched; the message says what was asked and came.
 */
final class ListException extends IOException {
  private static final long serialVersionUID = 1;

  private final ListFault fault;

  ListException(ListFault fault, String message) {
    super(message);
    this.fault = fault;
  }

  ListException(ListFault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  ListFault fault() {
    return fault;
  }
}
