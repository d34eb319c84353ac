package dev.compilefarm.dispatcher.dispatch;

import java.util.Arrays;

/** Something that must hold between any two events. */
public final class Invariant {

  private Invariant() {}

  /**
   * Checks one.
   *
   * @param details shown when it is broken; made into text only then
   * @throws AssertionError when it does not hold
   */
  public static void check(boolean holds, String invariant, Object... details) {
    if (!holds) {
      throw new AssertionError(invariant + ": " + Arrays.toString(details));
    }
  }
}
