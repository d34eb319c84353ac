package dev.compilefarm.dispatcher;

import io.quarkus.runtime.Application;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/**
 * Lets a process that a signal told to stop say how that went. A JVM answers SIGTERM by itself: it
 * runs its shutdown hooks, Quarkus's orderly stop among them, and ends with 143 however they went.
 * Only {@link Runtime#halt} can change that code, so another hook waits for the stop and then
 * halts; the JVM waits for every hook, so this one always has the last word.
 *
 * <p>Instead of: a handler for the signal, which only the unsupported {@code sun.misc.Signal} can
 * set; {@code -Xrs}, with which SIGTERM runs no hook at all, and which kills nothing when the JVM
 * is process 1 of a container; a parent process that translates the code, which would have to pass
 * signals on and could not tell a full stop from one whose time ran out; {@link System#exit}, which
 * blocks for ever once the JVM is stopping.
 */
final class ExitCode {
  private static final Logger LOG = Logger.getLogger(ExitCode.class);

  private ExitCode() {}

  /**
   * From now on the process ends with this code, once the application has stopped. Other hooks may
   * not be run to their end, nor files deleted on exit: there are none that matter. If the JVM is
   * told to stop already, it keeps its own code.
   *
   * @param code asked when everything has stopped
   */
  static void afterStopOf(Application application, IntSupplier code) {
    Thread hook =
        Thread.ofPlatform()
            .name("exit code")
            .unstarted(() -> {
              application.awaitShutdown();
              Runtime.getRuntime().halt(code.getAsInt());
            });
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("Told to stop before the start was over", e);
    }
  }
}
