package dev.compilefarm.dispatcher.http;

/** Is told what becomes of connections to the admin port, on their event loop. */
public interface HttpObserver {

  /** A connection was closed on this side. */
  void closed(Closing reason);

  /** A request was refused, because too many ask for the like. */
  void refused();
}
