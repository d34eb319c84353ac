package dev.compilefarm.dispatcher;

import java.util.Random;

/**
 * Tries a property with random input. Each run draws new seeds, and a failure names its own: {@code
 * -Dcompilefarm.seed=N} tries that one alone.
 */
public final class Tries {
  private static final Long SEED = Long.getLong("compilefarm.seed");

  private Tries() {}

  /** A property that holds for whatever is drawn. */
  @FunctionalInterface
  public interface Property {
    void holdsFor(Random random) throws Exception;
  }

  /** Fails at the first seed for which the property does not hold. */
  public static void of(int count, Property property) {
    long first = SEED == null ? new Random().nextInt(Integer.MAX_VALUE) : SEED;
    long end = SEED == null ? first + count : first + 1;
    for (long seed = first; seed < end; seed++) {
      try {
        property.holdsFor(new Random(seed));
      } catch (AssertionError | Exception e) {
        throw new AssertionError(
            "seed %d: %s; try it again with -Dcompilefarm.seed=%d"
                .formatted(seed, e.getMessage(), seed),
            e);
      }
    }
  }
}
