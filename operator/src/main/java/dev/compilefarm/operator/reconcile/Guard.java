package dev.compilefarm.operator.reconcile;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.operator.apply.StatusPatch;
import dev.compilefarm.operator.status.SetAsideStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Keeps the trouble of one farm from all others: a round that fails is told in the farm's status
 * and once in the log, and tried again later and later; and farms that failed share a few of the
 * threads, for their requests may hang. Thread-safe, for one round of a farm at a time.
 */
final class Guard {
  /** Of the ten threads; an API server that hangs at one namespace holds each for many seconds. */
  private static final int FAILED_AT_A_TIME = 3;

  private static final Duration UNTIL_ONE_IS_DONE = Duration.ofSeconds(1);
  private static final int MESSAGE_LENGTH_MAX = 500;
  private static final int NOT_FOUND = 404;
  private static final Logger LOG = Logger.getLogger(Guard.class);

  /** Told of each failure of a farm that is still there. */
  @FunctionalInterface
  interface Failures {
    /**
     * A round failed.
     *
     * @param status of the farm that says so
     */
    void happened(CompileFarm farm, CompileFarmStatus status, Instant now);
  }

  private final FarmMemories memories;
  private final InstantSource clock;
  private final Failures failures;
  private final Semaphore failed = new Semaphore(FAILED_AT_A_TIME);

  Guard(FarmMemories memories, InstantSource clock, Failures failures) {
    this.memories = memories;
    this.clock = clock;
    this.failures = failures;
  }

  /**
   * Makes a round, unless the last one failed and it is too early for another.
   *
   * @param round gets the present time
   * @param later makes an answer of the time until the next try
   */
  <T> T round(
      CompileFarm farm,
      Context<CompileFarm> context,
      Function<Instant, T> round,
      Function<Duration, T> later) {
    Instant now = clock.instant();
    Optional<Failure> failure = memories.of(farm.getMetadata().getUid()).failure();
    Optional<Duration> wait = failure.flatMap(f -> f.wait(farm.getMetadata().getGeneration(), now));
    if (wait.isPresent()) {
      return later.apply(wait.get());
    }
    if (failure.isEmpty()) {
      return attempt(farm, context, round, later, now);
    }
    if (!failed.tryAcquire()) {
      return later.apply(UNTIL_ONE_IS_DONE);
    }
    try {
      return attempt(farm, context, round, later, now);
    } finally {
      failed.release();
    }
  }

  private <T> T attempt(
      CompileFarm farm,
      Context<CompileFarm> context,
      Function<Instant, T> round,
      Function<Duration, T> later,
      Instant now) {
    String uid = farm.getMetadata().getUid();
    try {
      T answer = round.apply(now);
      memories.put(uid, memories.of(uid).withFailure(Optional.empty()));
      return answer;
    } catch (RuntimeException | Error e) {
      // An Error too: the framework would take the farm for busy for ever.
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return later.apply(failed(farm, context, e));
    }
  }

  /** Returns the time until the next try, from the end of this one on. */
  private Duration failed(CompileFarm farm, Context<CompileFarm> context, Throwable cause) {
    Instant now = clock.instant();
    String uid = farm.getMetadata().getUid();
    FarmMemory before = memories.of(uid);
    Failure failure =
        Failure.of(message(cause), farm.getMetadata().getGeneration(), before.failure(), now);
    memories.put(uid, before.withFailure(Optional.of(failure)));
    CompileFarmStatus status = SetAsideStatus.ofFailure(farm, failure.message(), now);
    boolean isThere = isReported(farm, status, context);
    if (isThere) {
      failures.happened(farm, status, now);
    }
    if (isThere && before.failure().filter(f -> f.message().equals(failure.message())).isEmpty()) {
      LOG.errorf(
          cause,
          "Farm %s/%s: its round failed and is tried again: %s",
          farm.getMetadata().getNamespace(),
          farm.getMetadata().getName(),
          failure.message());
    }
    return Duration.between(now, failure.retryAt());
  }

  /** Writes the failure into the status. Returns false where the farm is gone. */
  private static boolean isReported(
      CompileFarm farm, CompileFarmStatus status, Context<CompileFarm> context) {
    if (status.equals(farm.getStatus())) {
      return true;
    }
    try {
      StatusPatch.writeSetAside(farm, status, context);
      return true;
    } catch (RuntimeException e) {
      LOG.debugf(e, "The failure of farm %s could not be written", farm.getMetadata().getName());
      return !(e instanceof KubernetesClientException refused && refused.getCode() == NOT_FOUND);
    }
  }

  /** The words of the API server are enough for what it refused; it says them in many more. */
  private static String message(Throwable cause) {
    String words =
        cause instanceof KubernetesClientException e && e.getStatus() != null
            ? "the API server answers %d: %s".formatted(e.getCode(), e.getStatus().getMessage())
            : "%s: %s".formatted(cause.getClass().getSimpleName(), cause.getMessage());
    String line = words.replaceAll("\\s+", " ");
    return line.length() <= MESSAGE_LENGTH_MAX
        ? line
        : line.substring(0, MESSAGE_LENGTH_MAX - 1) + "…";
  }
}
