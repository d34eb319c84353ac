package dev.compilefarm.dispatcher.queue;

import java.util.function.ToIntFunction;

/**
 * Which of a tenant's own jobs goes first.
 *
 * @param rank higher for a job that will run longer; asked once, when the job comes
 * @param overtakenMaxNanos a job that has waited for longer is not overtaken at all
 */
public record WithinTenant<J>(ToIntFunction<J> rank, long overtakenMaxNanos) {

  /** First come, first served. */
  public static <J> WithinTenant<J> byArrival() {
    return new WithinTenant<>(_ -> 0, 0);
  }

  boolean isOverdue(Filed<J, ?> oldest, long nowNanos) {
    return nowNanos - oldest.sinceNanos() > overtakenMaxNanos;
  }
}
