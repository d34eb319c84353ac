package dev.compilefarm.dispatcher.session;

import dev.compilefarm.dispatcher.protocol.MalformedException.Fault;

/** Why a connection never became a job: a bounded set, the label of a metric. */
public enum RequestFault {
  /** Closed before its first byte, as port checks do. */
  EMPTY,
  /** Closed in the middle of the request, as a client does whose preprocessor failed. */
  INCOMPLETE,
  /** Nothing came for longer than a client may be silent, or in all too little for so long. */
  IDLE,
  NOT_DISTCC,
  UNKNOWN_VERSION,
  OUT_OF_ORDER,
  TOO_LARGE,
  UNSAFE_PATH,
  TRAILING_BYTES,
  /** The spool's disk failed, and there was no memory to go on in. */
  SPOOL_FAILED,
  /**
   * Others needed its room or its place before the request was whole. Too many messages waited for
   * room and this was the newest of the tenant with most of them; or its client had stopped
   * sending; or a tenant with fewer connections came when there were too many.
   */
  GAVE_WAY,
  /** There were too many connections already. */
  TOO_MANY_CONNECTIONS,
  /** There were too many connections from this client's address already. */
  TOO_MANY_CONNECTIONS_OF_ADDRESS;

  static RequestFault of(Fault fault) {
    return switch (fault) {
      case NOT_DISTCC -> NOT_DISTCC;
      case UNKNOWN_VERSION -> UNKNOWN_VERSION;
      case OUT_OF_ORDER -> OUT_OF_ORDER;
      case TOO_LARGE -> TOO_LARGE;
      case UNSAFE_PATH -> UNSAFE_PATH;
      case TRAILING_BYTES -> TRAILING_BYTES;
    };
  }
}
