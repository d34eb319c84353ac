package dev.compilefarm.operator;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Values that a seed decides, for properties that hold for all of them. Each run tries other seeds,
 * and the one of a failure stands in its message; {@code -Dcompilefarm.seed=n} begins with that.
 */
public final class Draws {
  private static final String PROPERTY = "compilefarm.seed";

  private final SplittableRandom random;

  private Draws(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Tries a property with so many seeds, one after the other. */
  public static void forAll(int tries, Consumer<Draws> property) {
    forAll(
        Long.getLong(PROPERTY, new SplittableRandom().nextInt(Integer.MAX_VALUE)), tries, property);
  }

  static void forAll(long first, int tries, Consumer<Draws> property) {
    for (long seed = first; seed < first + tries; seed++) {
      try {
        property.accept(new Draws(seed));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "does not hold; repeat with -D%s=%d: %s".formatted(PROPERTY, seed, e.getMessage()), e);
      }
    }
  }

  /** Both ends and what is near the lower one come more often than by chance. */
  public int between(int min, int max) {
    return switch (random.nextInt(8)) {
      case 0 -> min;
      case 1 -> max;
      case 2, 3 -> random.nextInt(min, Math.min(max, min + 5) + 1);
      default -> random.nextInt(min, max + 1);
    };
  }

  public double between(double min, double max) {
    return switch (random.nextInt(8)) {
      case 0 -> min;
      case 1 -> max;
      default -> random.nextDouble(min, max);
    };
  }

  /** True once in so many draws. */
  public boolean oneIn(int draws) {
    return random.nextInt(draws) == 0;
  }

  /** A list of none to so many items. */
  public <T> List<T> list(int sizeMax, Supplier<T> item) {
    List<T> items = new ArrayList<>();
    for (int size = between(0, sizeMax); items.size() < size; ) {
      items.add(item.get());
    }
    return items;
  }
}
