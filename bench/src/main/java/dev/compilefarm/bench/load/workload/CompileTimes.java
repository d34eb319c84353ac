package dev.compilefarm.bench.load.workload;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How long compiles take: lognormal with a median of 0.3 s, none longer than 3 s. A few long ones
 * among many short ones is what a C++ project looks like.
 */
public final class CompileTimes {
  private static final double MEDIAN_SECONDS = 0.3;
  private static final double LONGEST_SECONDS = 3;

  /** Of the logarithm: of 400 draws, one is about as long as the longest. */
  private static final double SPREAD = 0.8;

  private CompileTimes() {}

  /** The times of this many jobs, in order. */
  public static List<Duration> draw(Random random, int jobs) {
    return IntStream.range(0, jobs).mapToObj(_ -> draw(random)).toList();
  }

  private static Duration draw(Random random) {
    double seconds = MEDIAN_SECONDS * Math.exp(SPREAD * random.nextGaussian());
    return Duration.ofNanos((long) (Math.min(seconds, LONGEST_SECONDS) * 1e9));
  }
}
