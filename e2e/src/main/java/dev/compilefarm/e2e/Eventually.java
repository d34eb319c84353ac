package dev.compilefarm.e2e;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waiting for what becomes true in a cluster. */
public final class Eventually {
  /** A cluster is asked so often; it tells most news within a second anyway. */
  private static final Duration PERIOD = Duration.ofMillis(250);

  private Eventually() {}

  /**
   * Looks until what is seen satisfies {@code isSo}, and returns that.
   *
   * @param what a noun phrase with what is waited for, such as "the farm main Ready"
   * @throws AssertionError when it is not so within {@code atMost}; it names what was waited for
   *     and what was seen last
   */
  public static <T> T eventually(
      String what, Duration atMost, Callable<T> look, Predicate<T> isSo) {
    AtomicReference<T> seen = new AtomicReference<>();
    try {
      Awaitility.await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(PERIOD)
          .atMost(atMost)
          .until(() -> {
            seen.set(look.call());
            return isSo.test(seen.get());
          });
      return seen.get();
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "waited " + atMost.toSeconds() + " s for " + what + "; last seen: " + seen.get(), e);
    }
  }
}
