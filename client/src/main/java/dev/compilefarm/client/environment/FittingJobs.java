package dev.compilefarm.client.environment;

/**
 * Which {@code -j} fits a client. Measured in {@code docs/guides/ci.md}: one core preprocesses for
 * nine slots in plain mode, and for ten times as many in pump mode. More does no harm but for the
 * memory of the processes that wait.
 */
public final class FittingJobs {
  private static final int SLOTS_OF_A_CORE = 9;
  private static final int SLOTS_OF_A_CORE_IN_PUMP_MODE = 90;

  private FittingJobs() {}

  /**
   * Jobs at a time that keep the machine busy.
   *
   * @param cores of the build's machine or container
   * @param atMost jobs that the farm takes of one client; 0 if that is not known
   */
  public static int of(int cores, int atMost, boolean pump) {
    int fed = cores * slotsOfACore(pump);
    return atMost == 0 ? fed : Math.clamp(fed, 1, atMost);
  }

  /** Cores that keep so many slots busy. */
  public static int coresFor(int slots, boolean pump) {
    return Math.ceilDiv(slots, slotsOfACore(pump));
  }

  private static int slotsOfACore(boolean pump) {
    return pump ? SLOTS_OF_A_CORE_IN_PUMP_MODE : SLOTS_OF_A_CORE;
  }
}
