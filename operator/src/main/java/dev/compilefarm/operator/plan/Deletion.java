package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.observe.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A farm on its way out. Its dispatcher is told to end at once: it takes no new job and ends with
 * its last one. The volunteers stay, as many as those jobs need, until no pod of the dispatcher is
 * left.
 *
 * @param waitsUntil when the farm goes whatever there is: the dispatcher has given up by then
 */
public record Deletion(Instant waitsUntil) {
  /** While it is there, the cluster does not remove the farm. */
  public static final String FINALIZER = "compilefarm.dev/drain";

  /** On top of the longest wait and the longest compile: for transfers, and for pods to end. */
  private static final Duration MARGIN = Duration.ofSeconds(60);

  /** Empty for a farm that is to stay. */
  public static Optional<Deletion> of(CompileFarm farm) {
    return Optional.ofNullable(farm.getMetadata().getDeletionTimestamp())
        .map(Instant::parse)
        .map(at ->
            new Deletion(
                at.plusSeconds(farm.specOrDefaults().queue().maxWaitSeconds())
                    .plusSeconds(farm.specOrDefaults().volunteers().jobLifetimeSeconds())
                    .plus(MARGIN)));
  }

  /** Whether nothing is to be waited for any more. */
  public boolean isOver(Observed observed, Instant now) {
    return observed.dispatcher().pods().isEmpty() || !now.isBefore(waitsUntil);
  }
}
