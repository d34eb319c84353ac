package dev.compilefarm.dispatcher.simulation;

import dev.compilefarm.dispatcher.digest.Digest;
import dev.compilefarm.dispatcher.dispatch.Outcome;
import dev.compilefarm.dispatcher.dispatch.Refusal;
import dev.compilefarm.dispatcher.history.Likeness;
import dev.compilefarm.dispatcher.toolchain.Needs;
import java.util.Optional;

/**
 * What a client wants compiled, and what becomes of it on a volunteer that is well.
 *
 * @param needs the first argument, and what distccd must check
 * @param seconds on a volunteer of speed 1
 * @param verdict what the request leads to
 * @param memory what its compiler takes, where an ordinary one takes 1
 * @param source the name of its source
 */
record CompileTask(
    Needs needs,
    double seconds,
    long requestBytes,
    long replyBytes,
    Verdict verdict,
    double memory,
    Optional<String> source) {

  enum Verdict {
    COMPILES,
    /** An error in the source: exit 1. */
    FAILS,
    /** Every distccd hangs up on it at once: an option or a compiler that it refuses. */
    POISON,
    /** The compiler crashes on it. */
    CRASHES,
    /** It names a file that only the client has. */
    NEEDS_FILE,
    /** Its object is larger than the farm takes. */
    TOO_LARGE
  }

  String compiler() {
    return needs.compiler();
  }

  Likeness likeness() {
    return Likeness.of(compiler(), 1, Digest.EMPTY, source, requestBytes);
  }

  /** What its client is told where nobody checks what it needs. */
  Optional<Refusal> unchecked() {
    return Optional.of(new Refusal(Outcome.NOT_DISTRIBUTABLE, "-x c", "nobody checks"))
        .filter(_ -> !needs.checks().isEmpty());
  }

  /** Whether it takes more than an ordinary one. */
  boolean isHungry() {
    return memory > 1;
  }
}
