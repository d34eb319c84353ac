package dev.compilefarm.evidence.reality;

import java.util.List;

/**
 * How long the builds of one run took, all begun at once.
 *
 * @param buildSeconds of each user
 * @param compilesAtHome compiles that no volunteer did
 */
record Times(List<Double> buildSeconds, long compilesAtHome) {

  Times {
    buildSeconds = List.copyOf(buildSeconds);
  }

  /** Until the last one ended. */
  double makespanSeconds() {
    return buildSeconds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** Of a build, on average. */
  double meanBuildSeconds() {
    return buildSeconds.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
