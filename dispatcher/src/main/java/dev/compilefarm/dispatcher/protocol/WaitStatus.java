package dev.compilefarm.dispatcher.protocol;

/**
 * How a compiler ended, as STAT carries it: wait(2)'s raw status, the exit code times 256 or the
 * number of a signal.
 */
public record WaitStatus(int raw) {
  public static final WaitStatus SUCCESS = new WaitStatus(0);

  public boolean isSuccess() {
    return raw == 0;
  }

  /** The signal that killed it; 0 where it ended by itself. */
  public int signal() {
    return raw & 0x7f;
  }

  /** Its exit code; without meaning where a signal killed it. */
  public int exitCode() {
    return raw >> 8 & 0xff;
  }
}
