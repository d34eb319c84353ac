package dev.compilefarm.operator.observe;

/** What came of asking a farm's running dispatcher pods for their load. */
public sealed interface LoadReport {

  /** At least one answered, now or a moment ago. */
  record Heard(Load load) implements LoadReport {}

  /**
   * None has answered for longer than a hiccup.
   *
   * @param cause which pod was asked and what came of it
   */
  record Silent(String cause) implements LoadReport {}
}
