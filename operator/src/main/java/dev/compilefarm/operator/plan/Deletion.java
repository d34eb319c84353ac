package dev.compilefarm.operator.plan;

import dev.compilefarm.api.v1alpha1.CompileFarm;
import dev.compilefarm.operator.observe.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A farm on its way out. Its dispatcher is told to end at once: it takes no new job and ends with
 * its last one. The volunteers stay, as many as those jobs need, until no pod of the dispatcher is
 * left. In a namespace that is deleted all pods are told to end at once; what runs is finished, and
 * what waits is sent home.
 *
 * @param waitsUntil when the farm goes whatever there is: the dispatcher has given up by then
 * @param withNamespace whether its namespace goes too
 */
public record Deletion(Instant waitsUntil, boolean withNamespace) {
  /** While it is there, the cluster does not remove the farm. */
  public static final String FINALIZER = "compilefarm.dev/drain";

  /** On top of the longest wait and the longest compile: for transfers, and for pods to end. */
  private static final Duration MARGIN = Duration.ofSeconds(60);

  /** Empty for a farm that is to stay, in a namespace that stays. */
  public static Optional<Deletion> of(CompileFarm farm, Observed observed) {
    return Stream.concat(
            Stream.ofNullable(farm.getMetadata().getDeletionTimestamp()).map(Instant::parse),
            observed.namespaceDeletedAt().stream())
        .min(Comparator.naturalOrder())
        .map(at ->
            new Deletion(
                at.plusSeconds(farm.specOrDefaults().queue().maxWaitSeconds())
                    .plusSeconds(farm.specOrDefaults().volunteers().jobLifetimeSeconds())
                    .plus(MARGIN),
                observed.namespaceDeletedAt().isPresent()));
  }

  /**
   * Whether nothing is to be waited for any more. In a namespace that goes, the farm stays as long
   * as any of its pods: somebody must tell the cluster when the last one is gone.
   */
  public boolean isOver(Observed observed, Instant now) {
    boolean isEmpty =
        observed.dispatcher().pods().isEmpty()
            && (!withNamespace || observed.volunteers().pods().isEmpty());
    return isEmpty || !now.isBefore(waitsUntil);
  }
}
