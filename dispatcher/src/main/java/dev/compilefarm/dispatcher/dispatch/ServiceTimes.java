package dev.compilefarm.dispatcher.dispatch;

import java.util.OptionalDouble;

/**
 * How long a job occupies a slot: an exponentially weighted mean in which the last hundred jobs or
 * so count. With fewer, chance alone moves it by half, and the farm's size with it; with more, it
 * would follow a change of project too late. A job of many minutes counts as one that is ten times
 * the mean: it takes one slot, and says nothing about the others.
 */
final class ServiceTimes {
  private static final double WEIGHT_OF_NEWEST = 0.02;
  private static final double LONGEST_MEANS = 10;

  /** From so many on the mean is one. */
  private static final int JOBS_MIN = 5;

  private double meanSeconds;
  private long jobs;

  void add(double seconds) {
    jobs++;
    double weight = Math.max(WEIGHT_OF_NEWEST, 1.0 / jobs);
    double counted = jobs <= JOBS_MIN ? seconds : Math.min(seconds, LONGEST_MEANS * meanSeconds);
    meanSeconds += weight * (counted - meanSeconds);
  }

  /** Seconds; empty before the first job. */
  OptionalDouble meanSeconds() {
    return jobs == 0 ? OptionalDouble.empty() : OptionalDouble.of(meanSeconds);
  }
}
