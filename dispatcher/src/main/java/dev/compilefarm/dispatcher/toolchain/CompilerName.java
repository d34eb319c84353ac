package dev.compilefarm.dispatcher.toolchain;

/** How the name of a compiler, which a client sent, is shown to people. */
public final class CompilerName {
  private static final int LENGTH_MAX = 100;

  private CompilerName() {}

  /** Cut to 100 characters, with a question mark for each that is a space or cannot be printed. */
  public static String shown(String name) {
    return name.substring(0, Math.min(name.length(), LENGTH_MAX)).replaceAll("\\P{Graph}", "?");
  }
}
