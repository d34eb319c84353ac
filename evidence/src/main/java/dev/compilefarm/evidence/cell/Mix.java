package dev.compilefarm.evidence.cell;

/** Who of the users builds how much. */
public enum Mix {
  /** All build the same. */
  EQUAL("equal users"),

  /**
   * One in five builds the cell's project with {@code -j256}, the others the smallest with {@code
   * -j8}.
   */
  HEAVY_AND_LIGHT("heavy and light users");

  private static final int OF = 5;
  private static final int HEAVY_PARALLEL = 256;
  private static final int LIGHT_PARALLEL = 8;

  private final String words;

  Mix(String words) {
    this.words = words;
  }

  /** For tables. */
  public String words() {
    return words;
  }

  /** Whether the user with this number, from 0, is a light one. */
  boolean isLight(int user) {
    return this == HEAVY_AND_LIGHT && user % OF != 0;
  }

  /** The {@code -j} of the user with this number, where equal ones have the other. */
  int parallel(int user, int ofEqualOnes) {
    if (this == EQUAL) {
      return ofEqualOnes;
    }
    return isLight(user) ? LIGHT_PARALLEL : HEAVY_PARALLEL;
  }
}
