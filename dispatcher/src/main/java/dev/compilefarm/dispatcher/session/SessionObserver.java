package dev.compilefarm.dispatcher.session;

/** Told what sessions do, to count it. Called on sessions' threads; must not block. */
public interface SessionObserver {

  /** A connection ended before it was a job. */
  void rejected(RequestFault fault);

  /** A whole request of this length has arrived. */
  void received(long requestBytes);

  /** A volunteer did one job in one attempt, from its assignment to the last byte of its reply. */
  void served(long replyBytes, long serviceNanos);
}
