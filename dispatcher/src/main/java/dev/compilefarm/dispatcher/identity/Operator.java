package dev.compilefarm.dispatcher.identity;

/** Knows the operator by what it sends. Thread-safe; does not block. */
@FunctionalInterface
public interface Operator {

  /** Where no operator was named. */
  Operator UNKNOWN = authorization -> false;

  /**
   * Whether the operator sent this. False too while that cannot be told.
   *
   * @param authorization the value of the header of this name; null without one
   */
  boolean sent(String authorization);
}
