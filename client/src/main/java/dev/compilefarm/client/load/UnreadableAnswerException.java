package dev.compilefarm.client.load;

/** A dispatcher answered what the command cannot read: one of the two is of another version. */
public final class UnreadableAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreadableAnswerException(String path, Throwable cause) {
    super(
        "The dispatcher's answer to %s cannot be read. Is its version this command's?"
            .formatted(path),
        cause);
  }
}
