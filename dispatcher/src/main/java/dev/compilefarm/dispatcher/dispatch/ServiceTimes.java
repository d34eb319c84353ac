package dev.compilefarm.dispatcher.dispatch;

import java.util.OptionalDouble;

/**
 * How long a job occupies a slot: an exponentially weighted mean in which the last twenty jobs or
 * so count, so that it follows a change of project within seconds and one long job does not shake
 * it.
 */
final class ServiceTimes {
  private static final double WEIGHT_OF_NEWEST = 0.1;

  private double meanSeconds;
  private long jobs;

  void add(double seconds) {
    jobs++;
    double weight = Math.max(WEIGHT_OF_NEWEST, 1.0 / jobs);
    meanSeconds += weight * (seconds - meanSeconds);
  }

  /** Seconds; empty before the first job. */
  OptionalDouble meanSeconds() {
    return jobs == 0 ? OptionalDouble.empty() : OptionalDouble.of(meanSeconds);
  }
}
