package dev.compilefarm.dispatcher.session;

import java.io.IOException;

/** The request asks for a compiler that no volunteer has; the rest of it is not wanted. */
final class UnknownCompilerException extends IOException {
  private static final long serialVersionUID = 1L;

  UnknownCompilerException(String message) {
    super(message);
  }
}
