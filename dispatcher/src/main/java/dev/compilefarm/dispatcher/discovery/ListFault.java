package dev.compilefarm.dispatcher.discovery;

/** Why the list of volunteers could not be kept: a bounded set, the label of a metric. */
public enum ListFault {
  /** No connection, or one that broke off. */
  UNREACHABLE,
  /** A status that is no success, 403 for instance. */
  REFUSED,
  /** Nothing came in time. */
  SILENT,
  /** What came is no list and no event. */
  UNREADABLE,
  /** The API server does not know any more what happened since: the list is asked for again. */
  EXPIRED,
  /** The watch ended long before it was to. */
  ENDED_EARLY,
  /** A defect of the dispatcher's. */
  INTERNAL;

  /** Whether it belongs to the life of an API server and its connections, where it stands alone. */
  boolean isRoutine() {
    return this == EXPIRED || this == ENDED_EARLY || this == UNREACHABLE;
  }
}
