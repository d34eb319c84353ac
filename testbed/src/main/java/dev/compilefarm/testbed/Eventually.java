package dev.compilefarm.testbed;

import io.fabric8.kubernetes.client.KubernetesClientException;
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

  /**
   * Limits are written for a machine that does little else. One that runs several suites at a time,
   * or the work of others, is given as many times as long; a limit is only ever reached by a
   * failure.
   */
  private static final int PATIENCE = 2;

  private Eventually() {}

  /** An API server that is very busy closes connections; it is asked again. */
  private static boolean isNoAnswer(Throwable failure) {
    return failure instanceof KubernetesClientException noAnswer && noAnswer.getCode() == 0;
  }

  /**
   * Looks until what is seen satisfies {@code isSo}, and returns that.
   *
   * @param what a noun phrase with what is waited for, such as "the farm main Ready"
   * @param atMost for a machine that does little else; a busy one is waited for longer
   * @throws AssertionError when it is not so in time; it names what was waited for and what was
   *     seen last
   */
  public static <T> T eventually(
      String what, Duration atMost, Callable<T> look, Predicate<T> isSo) {
    Duration limit = atMost.multipliedBy(PATIENCE);
    AtomicReference<T> seen = new AtomicReference<>();
    try {
      Awaitility.await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(PERIOD)
          .atMost(limit)
          .ignoreExceptionsMatching(Eventually::isNoAnswer)
          .until(() -> {
            seen.set(look.call());
            return isSo.test(seen.get());
          });
      return seen.get();
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "waited " + limit.toSeconds() + " s for " + what + "; last seen: " + seen.get(), e);
    }
  }
}
