package dev.compilefarm.dispatcher.verdict;

import dev.compilefarm.dispatcher.protocol.WaitStatus;
import java.util.Optional;

/** What a volunteer's whole reply says of the source, the volunteer and the request. */
public enum Verdict {
  /** The compiler compiled the source. */
  SUCCESS,
  /** The compiler's verdict on the source: it is the client's. */
  ERROR,
  /** The compiler was killed, or gave up, for want of memory. */
  MEMORY,
  /** The volunteer's temporary directory did not take a file. */
  DISK_FULL,
  /** The volunteer does not have the compiler, or not all of it. */
  LACKING,
  /** The compiler crashed, or could not be started. */
  BROKEN,
  /** It took longer than one compile may, and distccd ended it. */
  TOO_LONG,
  /** It says nothing of the source, so it is nobody's answer. */
  NO_ANSWER,
  /** The source needs a file that only the client has. The reply is the client's. */
  NOT_DISTRIBUTABLE;

  // Exit codes of distcc itself, src/exitcode.h.
  private static final int COMPILER_CRASHED = 104;
  private static final int OUT_OF_MEMORY = 105;
  private static final int IO_ERROR = 107;
  private static final int COMPILER_MISSING = 110;
  private static final int RECURSION = 111;
  private static final int TIMEOUT = 118;

  private static final int SIGKILL = 9;

  /** Whether the compiler has spoken, and its word is the client's. */
  public boolean isTheCompilers() {
    return this == SUCCESS || this == ERROR || this == NOT_DISTRIBUTABLE;
  }

  /**
   * The verdict. distccd's own exit codes decide first, then what the compiler wrote, then a signal
   * that ended it. The kernel kills the driver's child and not the driver, which then ends with 1
   * as after an error in the source. A driver that compiles itself, as clang's does since 10, is
   * killed without a word. One that fails without a word could not write it: its standard error is
   * a file in the volunteer's temporary directory. {@code NO_ANSWER} is what distccd says of its
   * own connection, for example of one that was broken off ({@code src/exec.c:dcc_collect_child}).
   *
   * @param errors what the compiler wrote to its standard error; empty where it was not kept
   */
  public static Verdict of(WaitStatus status, Optional<String> errors) {
    if (status.isSuccess()) {
      return SUCCESS;
    }
    if (status.signal() == 0) {
      switch (status.exitCode()) {
        case OUT_OF_MEMORY -> {
          return MEMORY;
        }
        case IO_ERROR -> {
          return NO_ANSWER;
        }
        case COMPILER_MISSING -> {
          return LACKING;
        }
        case COMPILER_CRASHED, RECURSION -> {
          return BROKEN;
        }
        case TIMEOUT -> {
          return TOO_LONG;
        }
        default -> {}
      }
    }
    if (status.signal() == 0 && errors.filter(String::isBlank).isPresent()) {
      return DISK_FULL;
    }
    return errors.flatMap(CompilerWords::verdict).orElseGet(() -> bySignal(status));
  }

  private static Verdict bySignal(WaitStatus status) {
    return switch (status.signal()) {
      case 0 -> ERROR;
      case SIGKILL -> MEMORY;
      default -> BROKEN;
    };
  }
}
