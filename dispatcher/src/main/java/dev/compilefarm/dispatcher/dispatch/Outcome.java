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
  /** Its options need or write files that the protocol does not carry. */
  NOT_DISTRIBUTABLE,
  /** Its source or its object is larger than the farm takes. */
  TOO_LARGE,
  /** Its compiler was killed for want of memory, though it had a volunteer to itself. */
  OUT_OF_MEMORY,
  /** Twice it took longer than one compile may. */
  TOO_LONG,
  /** The queue was full, and this was the newest job of the tenant furthest over its share. */
  QUEUE_FULL,
  /** Its tenant had as many jobs, or bytes of requests, waiting as it may. */
  TENANT_QUEUE_FULL,
  /** It was not started within the longest wait allowed. */
  WAITED_TOO_LONG,
  /** The client sent bytes after its request. */
  MALFORMED,
  /** The disk on which its request or reply waits failed. */
  SPOOL_FAILED,
  /** It waited when the farm was gone or its namespace was being deleted: nobody would run it. */
  SHUTDOWN;

  /**
   * Whether the client is told by a reply with words, because another try could not help. The
   * others are hung up on: they are about the moment and not about the job. With {@code
   * DISTCC_SKIP_LOCAL_RETRY} distcc compiles such a job at home, and fails one that it has a reply
   * for ({@code src/compile.c:dcc_build_somewhere}).
   */
  public boolean isReplied() {
    return switch (this) {
      case UNKNOWN_COMPILER, NOT_DISTRIBUTABLE, TOO_LARGE, OUT_OF_MEMORY, TOO_LONG, POISON -> true;
      case DONE,
          ABANDONED,
          NOT_READ,
          VOLUNTEERS_FAILED,
          QUEUE_FULL,
          TENANT_QUEUE_FULL,
          WAITED_TOO_LONG,
          MALFORMED,
          SPOOL_FAILED,
          SHUTDOWN ->
          false;
    };
  }
}
