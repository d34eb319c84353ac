package dev.compilefarm.dispatcher.patience;

/** What {@link Patience} keeps of one job; one object a job. Mutable. */
public final class Held {
  /** Until when it may wait for its next start. */
  long waitsUntilNanos;

  /** When the client last saw something happen: its own last byte, or one it was fed. */
  long silentSinceNanos;

  /** How long its client may see nothing before it is fed. */
  long feedAfterNanos;

  /** Bytes of the reply's prefix that its client was given. */
  int fedBytes;

  /** When it is to be looked at; of use only while it is held. */
  long dueAtNanos;

  /** Tells jobs with the same time apart; rises with each job. */
  long number;
}
