package dev.compilefarm.dispatcher.dispatch;

/** How a job ended: a bounded set, the label of a metric. */
public enum Outcome {
  /** The whole reply reached the client, whatever the compiler said. */
  DONE,
  /** The client went away before it had the whole reply. */
  ABANDONED,
  /**
   * The client did not take its whole reply: others needed the room, or it took too little for too
   * long.
   */
  NOT_READ,
  /**
   * It used up its attempts, or volunteers ended while it ran there, again and again. Or it waited
   * while all volunteers had been set aside as failing for 30 s.
   */
  VOLUNTEERS_FAILED,
  /**
   * It failed at two volunteers that are well, or at every one that there is, so it is the request:
   * a compiler that they do not have, or an option that distccd takes from nobody.
   */
  POISON,
  /** All volunteers have told which compilers they have, and none has its compiler. */
  UNKNOWN_COMPILER,
  /** The queue was full, and this was the newest job of the tenant furthest over its share. */
  QUEUE_FULL,
  /** Its tenant had as many jobs, or bytes of requests, waiting as it may. */
  TENANT_QUEUE_FULL,
  /** It was not started within the longest wait allowed. */
  WAITED_TOO_LONG,
  /** The client sent bytes after its request. */
  MALFORMED,
  /** The disk on which its request or reply waits failed. */
  SPOOL_FAILED
}
