package dev.compilefarm.api.v1alpha1;

import java.util.List;
import java.util.stream.Stream;

/** Prose, taken apart. */
final class Sentences {
  private Sentences() {}

  /** A stop ends a sentence where a blank and a capital letter or a name follow it. */
  static List<String> of(String text) {
    return Stream.of(text.split("(?<=[.!?]) +")).toList();
  }

  static int words(String sentence) {
    return sentence.strip().split("\\s+").length;
  }
}
