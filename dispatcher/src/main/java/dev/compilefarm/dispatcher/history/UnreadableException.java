package dev.compilefarm.dispatcher.history;

/** Bytes that are no {@link KnownTimes}. The message says why. */
public final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableException(String why) {
    super(why);
  }
}
