package dev.compilefarm.evidence.farm;

/**
 * How a volunteer's distccd takes connections.
 *
 * @param children connections that it serves at a time ({@code distccd -j}, {@code src/prefork.c});
 *     the others wait in the kernel's accept queue
 * @param hangsUp whether it refuses those others instead, which is the thread's "go away"
 */
public record Daemon(int children, boolean hangsUp) {

  /** Serves every connection at once. */
  public static final Daemon WITHOUT_LIMIT = new Daemon(Integer.MAX_VALUE, false);
}
