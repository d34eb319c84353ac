package dev.compilefarm.dispatcher.blame;

import dev.compilefarm.dispatcher.protocol.WaitStatus;

/**
 * What a whole reply says of the volunteer that gave it. Its wait status decides. What the compiler
 * wrote to its standard error will decide with it: the kernel kills cc1plus and not its driver.
 */
public enum ReplyVerdict {
  /** The compiler compiled the source. */
  SUCCESS,
  /** The compiler's verdict on the source: it is the client's. */
  ERROR,
  /** Another volunteer may well do better. Where there is none, it is the client's all the same. */
  FAILURE,
  /** It says nothing of the source, so it is nobody's answer. */
  NO_ANSWER;

  // Exit codes of distcc itself, src/exitcode.h.
  private static final int IO_ERROR = 107;
  private static final int COMPILER_MISSING = 110;
  private static final int TIMEOUT = 118;

  /** Whether the compiler has spoken, and its word is the client's. */
  public boolean isTheCompilers() {
    return this == SUCCESS || this == ERROR;
  }

  /**
   * The verdict by the status alone. A failure is: the compiler was killed by a signal, as the
   * kernel does when memory runs out; distccd has no such compiler, or lost its patience. No answer
   * is what distccd says of its own connection, for example of one that we broke off ({@code
   * src/exec.c:dcc_collect_child}).
   */
  public static ReplyVerdict of(WaitStatus status) {
    if (status.signal() != 0) {
      return FAILURE;
    }
    return switch (status.exitCode()) {
      case IO_ERROR -> NO_ANSWER;
      case COMPILER_MISSING, TIMEOUT -> FAILURE;
      case 0 -> SUCCESS;
      default -> ERROR;
    };
  }
}
