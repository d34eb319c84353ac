package dev.compilefarm.dispatcher.simulation;

/**
 * What a client wants compiled, and what becomes of it on a volunteer that is well.
 *
 * @param compiler the first argument
 * @param seconds on a volunteer of speed 1
 * @param verdict what the request leads to
 */
record CompileTask(
    String compiler, double seconds, long requestBytes, long replyBytes, Verdict verdict) {

  enum Verdict {
    COMPILES,
    /** An error in the source: exit 1. */
    FAILS,
    /** Every distccd hangs up on it at once: an option or a compiler that it refuses. */
    POISON,
    /** Killed for its memory on a volunteer with little of it, so a signal. */
    NEEDS_MEMORY
  }

  int exitStatus() {
    return verdict == Verdict.FAILS ? 1 << 8 : 0;
  }
}
