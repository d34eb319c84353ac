package dev.compilefarm.evidence.policy;

import java.util.Locale;

/** How many connections a distccd serves at a time ({@code -j}). */
final class Children {

  private Children() {}

  static int of(int cores, double perCore) {
    return (int) Math.max(1, Math.round(cores * perCore));
  }

  static String inWords(double perCore) {
    return String.format(Locale.ROOT, "distccd -j %.1f a core", perCore);
  }
}
