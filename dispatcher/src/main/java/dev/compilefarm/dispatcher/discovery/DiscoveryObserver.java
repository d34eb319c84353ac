package dev.compilefarm.dispatcher.discovery;

/** Told of what befalls the list of volunteers, on the thread that noticed. */
public interface DiscoveryObserver {

  /** An attempt to list or to watch failed; the next one follows. */
  void failed(ListFault fault);

  /** The thread that follows the API had ended or hung, and was made anew. */
  void restarted();
}
