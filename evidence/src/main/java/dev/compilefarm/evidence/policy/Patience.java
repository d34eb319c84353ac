package dev.compilefarm.evidence.policy;

/** How long a client waits for the next byte ({@code src/io.c} of distcc 3.4). */
final class Patience {
  static final double SECONDS = 300;

  private Patience() {}
}
