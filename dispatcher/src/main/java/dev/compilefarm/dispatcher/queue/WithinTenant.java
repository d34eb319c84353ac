package dev.compilefarm.dispatcher.queue;

import java.time.Duration;
import java.util.function.ToIntFunction;

/**
 * Which of a tenant's own jobs goes first.
 *
 * @param rank higher for a job that will run longer; asked once, when the job comes
 * @param overtakenMax a job that has waited for longer is not overtaken at all
 */
public record WithinTenant<J>(ToIntFunction<J> rank, Duration overtakenMax) {

  /** First come, first served. */
  public static <J> WithinTenant<J> byArrival() {
    return new WithinTenant<>(_ -> 0, Duration.ZERO);
  }

  boolean isOverdue(Filed<J, ?> oldest, long nowNanos) {
    return nowNanos - oldest.sinceNanos() > overtakenMax.toNanos();
  }
}
