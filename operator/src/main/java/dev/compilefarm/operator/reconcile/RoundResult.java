package dev.compilefarm.operator.reconcile;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.api.v1alpha1.CompileFarmStatus;
import dev.compilefarm.operator.observe.PodFact;
import dev.compilefarm.operator.observe.VolunteerStart;
import dev.compilefarm.operator.status.DrainCutShort;
import dev.compilefarm.operator.status.FarmEvent;
import dev.compilefarm.operator.status.FarmStatus;
import dev.compilefarm.operator.status.SizeChange;
import dev.compilefarm.operator.status.StatusInputs;
import dev.compilefarm.operator.status.StatusPacing;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What comes of one round of a farm, after its objects were written. Pure.
 *
 * @param latest the farm's status as it is
 * @param status the same, if it is to be written now
 * @param events the events to write now
 * @param starts of volunteers that became ready since the last round
 * @param memory what the next round must know
 * @param revisitAfter when to come back although nothing happens
 */
record RoundResult(
    CompileFarmStatus latest,
    Optional<CompileFarmStatus> status,
    List<FarmEvent> events,
    List<VolunteerStart> starts,
    FarmMemory memory,
    Optional<Duration> revisitAfter) {

  RoundResult {
    events = List.copyOf(events);
    starts = List.copyOf(starts);
  }

  /**
   * @param before the memory of the rounds before this one
   * @param volunteersAskedFor by the live Deployment, since the cluster may have refused a change
   */
  static RoundResult of(
      CompileFarm farm,
      StatusInputs inputs,
      FarmMemory before,
      int volunteersAskedFor,
      Instant now) {
    List<PodFact> volunteers = inputs.observed().volunteers().pods();
    CompileFarmStatus status =
        FarmStatus.of(farm, inputs.withStart(before.started().after(volunteers).last()), now);
    StatusPacing pacing = StatusPacing.of(farm.getStatus(), status, before.lastStatusWrite(), now);
    FarmMemory memory = before.after(inputs, pacing, now);
    return new RoundResult(
        status,
        pacing instanceof StatusPacing.Due ? Optional.of(status) : Optional.empty(),
        events(inputs, before, volunteersAskedFor),
        before.started().news(volunteers),
        memory,
        Stream.of(
                inputs.plan().revisitAfter(),
                FarmStatus.nextChange(inputs, now).map(at -> Duration.between(now, at)),
                memory.rejected().map(retry -> retry.retryAfter(now)),
                memory.copies().retryAfter(now),
                pacing instanceof StatusPacing.Later(Duration delay)
                    ? Optional.of(delay)
                    : Optional.<Duration>empty())
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder()));
  }

  /** The same, to come back after this time at the latest, if there is one. */
  RoundResult notLaterThan(Optional<Duration> other) {
    return new RoundResult(
        latest,
        status,
        events,
        starts,
        memory,
        Stream.of(revisitAfter, other).flatMap(Optional::stream).min(Comparator.naturalOrder()));
  }

  /** A drain that is cut short is an event once for each volunteer. */
  private static List<FarmEvent> events(
      StatusInputs inputs, FarmMemory before, int volunteersAskedFor) {
    return Stream.concat(
            SizeChange.event(
                inputs.observed().volunteers().replicas().orElse(0),
                volunteersAskedFor,
                inputs.plan().sizing())
                .stream(),
            DrainCutShort.of(inputs).stream()
                .filter(drain -> !before.cutShort().contains(drain.pod()))
                .map(DrainCutShort::event))
        .toList();
  }
}
