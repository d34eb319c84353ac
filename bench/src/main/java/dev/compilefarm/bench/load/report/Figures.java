package dev.compilefarm.bench.load.report;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;

/** Figures as text, and sums of times. */
public final class Figures {

  private Figures() {}

  /** With this many digits after the point. */
  public static String fixed(double figure, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", figure);
  }

  /** In seconds. */
  public static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  /** In seconds. */
  public static double sumSeconds(Collection<Duration> times) {
    return times.stream().mapToDouble(Figures::seconds).sum();
  }
}
