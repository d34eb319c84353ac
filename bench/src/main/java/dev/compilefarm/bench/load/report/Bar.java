package dev.compilefarm.bench.load.report;

import java.io.PrintStream;
import java.util.Locale;

/** A figure of the dispatcher's and the most that it is meant to be. */
public final class Bar {

  private Bar() {}

  /** Prints whether the figure is within the bar, both to this many digits after the point. */
  public static void print(PrintStream out, String what, double figure, double atMost, int digits) {
    String number = "%." + digits + "f";
    out.printf(
        Locale.ROOT,
        "  bar: %s at most " + number + ": " + number + ", %s%n",
        what,
        atMost,
        figure,
        figure <= atMost ? "met" : "MISSED");
  }
}
