package dev.compilefarm.operator.reconcile;

import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.operator.status.StatusPacing;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came of one round of a farm.
 *
 * @param status what is to be written now, if anything is
 * @param revisitAfter when to come back although nothing happens
 */
record RoundResult(Optional<CompileFarmStatus> status, Optional<Duration> revisitAfter) {

  /**
   * @param revisits for other reasons than the status
   */
  static RoundResult of(
      CompileFarmStatus status, StatusPacing pacing, Stream<Optional<Duration>> revisits) {
    var later =
        pacing instanceof StatusPacing.Later(var delay)
            ? Optional.of(delay)
            : Optional.<Duration>empty();
    return new RoundResult(
        pacing instanceof StatusPacing.Due ? Optional.of(status) : Optional.empty(),
        Stream.concat(revisits, Stream.of(later))
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder()));
  }
}
