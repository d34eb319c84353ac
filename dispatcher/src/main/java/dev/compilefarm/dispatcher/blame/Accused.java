package dev.compilefarm.dispatcher.blame;

/** A job that can fail at volunteers. Compared by identity. */
public interface Accused {

  /** The first argument of its request. */
  String compiler();

  /** Where it failed; always the same object. */
  Failures failures();
}
