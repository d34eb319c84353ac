package dev.compilefarm.dispatcher.spool;

import java.io.IOException;

/** The spool's disk failed: the fault of neither peer. */
public final class SpoolException extends IOException {
  private static final long serialVersionUID = 1L;

  SpoolException(String message, Throwable cause) {
    super(message, cause);
  }
}
