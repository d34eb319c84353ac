package dev.compilefarm.dispatcher.discovery;

/** A source of volunteers, which keeps the dispatcher's list of them right. */
public interface Discovery extends AutoCloseable {

  /** Whether the list is complete, if perhaps a moment old. */
  boolean inSync();

  @Override
  void close();
}
