package dev.compilefarm.client.text;

import java.util.Locale;

/** Times and sizes for people. */
public final class Quantity {
  private static final double MINUTE = 60;
  private static final double HOUR = 3600;
  private static final double KIB = 1024;

  private Quantity() {}

  /** {@code 12ms}, {@code 3.4s}, {@code 42s}, {@code 2m05s} or {@code 3h10m}. */
  public static String seconds(double seconds) {
    if (seconds < 1) {
      return Math.round(seconds * 1000) + "ms";
    }
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1fs", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < MINUTE) {
      return whole + "s";
    }
    return whole < HOUR
        ? String.format(Locale.ROOT, "%dm%02ds", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%dh%02dm", whole / 3600, whole % 3600 / 60);
  }

  /** {@code 812B}, {@code 12KiB} or {@code 3.4MiB}. */
  public static String bytes(long bytes) {
    if (bytes < KIB) {
      return bytes + "B";
    }
    return bytes < KIB * KIB
        ? Math.round(bytes / KIB) + "KiB"
        : String.format(Locale.ROOT, "%.1fMiB", bytes / KIB / KIB);
  }
}
