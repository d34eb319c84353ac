package dev.compilefarm.client.command;

/** Arguments that fit each other badly. The message says what would be right. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
