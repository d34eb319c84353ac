package dev.compilefarm.dispatcher.clients;

/**
 * An address behind which several clients are, as far as the dispatcher can tell.
 *
 * @param address as it names a tenant
 */
public record SharedAddress(String address, Reason reason) {

  /** How it was seen. The names are part of the load contract. */
  public enum Reason {
    /**
     * It is the dispatcher's own pod: a proxy there, such as a service mesh's, hides the clients.
     */
    LOOPBACK,
    /** It is a node's: the node hides its pods' addresses behind its own. */
    NODE,
    /** More jobs at a time come from it than one client sends. */
    MANY_JOBS
  }
}
