package dev.compilefarm.dispatcher.succession;

import java.io.Serial;

/** The API server says that the dispatcher may not ask: status 401 or 403. */
public final class NotAllowedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** With what the client of the API server threw. */
  public NotAllowedException(Throwable cause) {
    super(cause);
  }
}
