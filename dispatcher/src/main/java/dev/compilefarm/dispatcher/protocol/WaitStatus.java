package dev.compilefarm.dispatcher.protocol;

/**
 * How a compiler ended, as STAT carries it: wait(2)'s raw status, the exit code times 256 or the
 * number of a signal.
 */
public record WaitStatus(int raw) {
  public static final WaitStatus SUCCESS = new WaitStatus(0);

  // Exit codes of distcc itself, src/exitcode.h.
  private static final int IO_ERROR = 107;
  private static final int COMPILER_MISSING = 110;
  private static final int TIMEOUT = 118;

  public boolean isSuccess() {
    return raw == 0;
  }

  /**
   * Whether another volunteer may well do better: the compiler was killed by a signal, as the
   * kernel does when memory runs out; distccd lost the connection or the patience; or it has no
   * such compiler. Every other status is the compiler's verdict on the source.
   */
  public boolean blamesVolunteer() {
    int signal = raw & 0x7f;
    int exitCode = raw >> 8 & 0xff;
    return signal != 0
        || exitCode == IO_ERROR
        || exitCode == COMPILER_MISSING
        || exitCode == TIMEOUT;
  }
}
