package dev.compilefarm.bench.core;

/** A farm in one situation, which goes on for ever event by event. */
interface Script {

  /** Lets the next event happen. */
  void next();
}
