package dev.compilefarm.evidence.farm;

/** What a distcc client connects to: a volunteer, or what stands in front of volunteers. */
public interface Host {

  /**
   * Opens a connection.
   *
   * @param compile what it is opened for
   */
  Link connect(Compile compile, Caller caller);

  /** The client's end of a connection. */
  interface Link {

    /**
     * The request is ready; it goes out as soon as the other side takes it.
     *
     * @param replied called when the whole reply is here; the connection is over then
     */
    void send(Runnable replied);

    /** The client goes away; nothing is called afterwards. */
    void close();
  }

  /** Who has opened a connection. */
  interface Caller {

    /** A process of the other side has taken it; what is sent is worked on. */
    default void accepted() {}

    /** It could not be opened, or has ended without a reply. */
    void broken();
  }
}
