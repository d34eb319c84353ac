package dev.compilefarm.dispatcher.dispatch;

import java.util.Arrays;

/** Something that must hold between any two events. */
public final class Promise {

  private Promise() {}

  /**
   * Checks one.
   *
   * @param details shown when it is broken; made into text only then
   * @throws AssertionError when it does not hold
   */
  public static void that(boolean holds, String promise, Object... details) {
    if (!holds) {
      throw new AssertionError(promise + ": " + Arrays.toString(details));
    }
  }
}
