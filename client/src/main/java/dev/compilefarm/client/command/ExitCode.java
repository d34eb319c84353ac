package dev.compilefarm.client.command;

/**
 * What the process ends with. Part of the command's interface; {@code exec} ends with the build's.
 */
public final class ExitCode {
  public static final int OK = 0;

  /** The verb did its work, and what it looked at is not as it should be. */
  public static final int NOT_WELL = 1;

  /** The arguments are wrong. */
  public static final int USAGE = 2;

  /** The cluster does not answer, or does not allow the request. */
  public static final int CLUSTER = 3;

  /** There is no such farm. */
  public static final int NO_FARM = 4;

  private ExitCode() {}
}
