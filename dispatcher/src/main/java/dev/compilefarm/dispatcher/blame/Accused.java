package dev.compilefarm.dispatcher.blame;

/** A job that can fail at volunteers. Compared by identity. */
public interface Accused {

  /** Of a compiler's name so much is kept; one of this length may have been cut off. */
  int COMPILER_LENGTH_MAX = 255;

  /** The first argument of its request. */
  String compiler();

  /** Where it failed; always the same object. */
  Failures failures();
}
