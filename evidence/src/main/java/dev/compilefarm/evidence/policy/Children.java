package dev.compilefarm.evidence.policy;

/** How many connections a distccd serves at a time ({@code -j}). */
final class Children {

  private Children() {}

  static int of(int cores, double perCore) {
    return (int) Math.max(1, Math.round(cores * perCore));
  }
}
