package dev.compilefarm.dispatcher.load;

import io.smallrye.mutiny.subscription.MultiEmitter;

/**
 * One client of the load stream. It costs at most one event that is on its way and one that waits,
 * which each newer one replaces: who reads slowly sees fewer states, and always the newest. Used by
 * the stream's thread alone, but for {@link #end}.
 */
final class Subscriber {
  private final Reader reader;
  private final MultiEmitter<? super String> emitter;
  private boolean told;

  /**
   * A client that has not been told anything.
   *
   * @param emitter keeps the latest item for a subscriber that is not ready
   */
  Subscriber(Reader reader, MultiEmitter<? super String> emitter) {
    this.reader = reader;
    this.emitter = emitter;
  }

  Reader reader() {
    return reader;
  }

  /** Sends this as soon as the client has taken what it was sent before. */
  void tell(String event) {
    told = true;
    emitter.emit(event);
  }

  /** Whether it was told anything. */
  boolean hasBeenTold() {
    return told;
  }

  /** Ends its stream after what it was told last. */
  void end() {
    emitter.complete();
  }
}
