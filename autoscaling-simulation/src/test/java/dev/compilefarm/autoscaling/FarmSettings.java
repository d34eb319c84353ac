package dev.compilefarm.autoscaling;

import dev.compilefarm.api.v1alpha1.ScalingPreference;
import dev.compilefarm.api.v1alpha1.ScalingSpec;
import dev.compilefarm.dispatcher.simulation.Draws;
import java.util.Optional;

/**
 * What a farm's user chose, and what its cluster is like.
 *
 * @param slots of each volunteer
 * @param stuckShare part of the pods that take some minutes to get ready
 */
record FarmSettings(ScalingSpec scaling, int slots, StartUp startUp, double stuckShare) {

  /**
   * The farm of the table in docs/internals/autoscaling.md: 50 volunteers of 4 slots, otherwise the
   * defaults.
   */
  static FarmSettings usual(StartUp startUp) {
    return preferring(null, startUp);
  }

  /** The same with a preference; null is none. */
  static FarmSettings preferring(ScalingPreference preference, StartUp startUp) {
    return new FarmSettings(new ScalingSpec(0, 50, preference, null, 1, null), 4, startUp, 0);
  }

  /** The same with the numbers that the API stored in farms of the version before. */
  static FarmSettings stored(StartUp startUp) {
    return new FarmSettings(new ScalingSpec(0, 50, null, 5, 1, 300), 4, startUp, 0);
  }

  /** A farm of any kind. */
  static FarmSettings draw(StartUp startUp, Draws draws) {
    Integer minVolunteers = draws.oneOf(0, 0, 2);
    Integer maxVolunteers = draws.oneOf(10, 20, 50);
    Optional<Integer> target =
        draws.chance(0.5) ? Optional.of(draws.oneOf(1, 5, 30)) : Optional.empty();
    ScalingPreference preference = draws.oneOf(ScalingPreference.values());
    return new FarmSettings(
        new ScalingSpec(
            minVolunteers,
            maxVolunteers,
            target.isPresent() ? null : preference,
            target.orElse(null),
            draws.oneOf(1, 3),
            draws.chance(0.5) ? draws.oneOf(0, 30, 300) : null),
        draws.oneOf(2, 4, 16),
        startUp,
        draws.oneOf(0.0, 0.0, 0.1));
  }
}
