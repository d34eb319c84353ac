package dev.compilefarm.dispatcher.canary;

/** Who wants to know what came of a canary. */
public interface CanaryListener {

  /**
   * Told once for each canary, on any thread.
   *
   * @param volunteer its name
   */
  void answered(String volunteer, CanaryAnswer answer);
}
