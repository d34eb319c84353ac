package dev.compilefarm.dispatcher.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** All chance of one world. Times are seconds. */
public final class Draws {
  private final SplittableRandom random;

  /** The same seed, the same draws. */
  public Draws(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** True in this part of all cases. */
  public boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Both ends included. */
  public int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /** Evenly between the two. */
  public double seconds(double least, double most) {
    return least + (most - least) * random.nextDouble();
  }

  /** The gap to the next of events that come so often on average. */
  public double gap(double mean) {
    return -Math.log(1 - random.nextDouble()) * mean;
  }

  /** A sigma of the logarithm of 0.8 is what compile times have. */
  public double logNormal(double median, double sigma) {
    return median * Math.exp(sigma * random.nextGaussian());
  }

  /** With a shape of 1 or so one value in a hundred is a hundred times the least. */
  public double pareto(double least, double shape) {
    return least / Math.pow(1 - random.nextDouble(), 1 / shape);
  }

  /** One of these, each as likely. */
  @SafeVarargs
  public final <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  long seed() {
    return random.nextLong();
  }
}
