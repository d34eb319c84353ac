package dev.compilefarm.autoscaling;

import dev.compilefarm.api.v1alpha1.ScalingSpec;
import dev.compilefarm.dispatcher.simulation.Draws;

/**
 * What a farm's user chose, and what its cluster is like.
 *
 * @param slots of each volunteer
 * @param stuckShare part of the pods that take some minutes to get ready
 */
record FarmSettings(ScalingSpec scaling, int slots, StartUp startUp, double stuckShare) {

  /**
   * The farm of the table in docs/internals/autoscaling.md: the defaults, but for 50 volunteers of
   * 4 slots.
   */
  static FarmSettings usual(StartUp startUp) {
    return new FarmSettings(new ScalingSpec(0, 50, 5, 1, 300), 4, startUp, 0);
  }

  /** A farm of any kind. */
  static FarmSettings draw(StartUp startUp, Draws draws) {
    return new FarmSettings(
        new ScalingSpec(
            draws.oneOf(0, 0, 2),
            draws.oneOf(10, 20, 50),
            draws.oneOf(1, 5, 30),
            draws.oneOf(1, 3),
            draws.oneOf(0, 30, 300)),
        draws.oneOf(2, 4, 16),
        startUp,
        draws.oneOf(0.0, 0.0, 0.1));
  }
}
