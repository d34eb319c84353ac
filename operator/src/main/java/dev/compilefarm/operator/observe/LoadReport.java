package dev.compilefarm.operator.observe;

import java.util.Optional;

/** What came of asking a farm's running dispatcher pods for their load. */
public sealed interface LoadReport {

  /**
   * At least one answered, now or a moment ago.
   *
   * @param answer the sum of the answers
   */
  record Heard(Load answer) implements LoadReport {}

  /**
   * None has answered for longer than a hiccup.
   *
   * @param cause which pod was asked and what came of it
   */
  record Silent(String cause) implements LoadReport {}

  /** The numbers; empty while there is silence. */
  default Optional<Load> load() {
    return switch (this) {
      case Heard heard -> Optional.of(heard.answer);
      case Silent silent -> Optional.empty();
    };
  }

  /** Why there are no numbers; empty while there are. */
  default Optional<String> silence() {
    return switch (this) {
      case Heard heard -> Optional.empty();
      case Silent silent -> Optional.of(silent.cause);
    };
  }
}
