package dev.compilefarm.dispatcher.metrics;

import java.util.Locale;

/** How a constant of ours is written as the value of a label. */
final class Label {

  private Label() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
