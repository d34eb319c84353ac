package dev.compilefarm.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  /** What is about the moment must never be told by a reply: it would make a build fail. */
  @Test
  void onlyWhatLiesInTheJobIsToldInWords() {
    assertEquals(
        EnumSet.of(
            Outcome.UNKNOWN_COMPILER,
            Outcome.NOT_DISTRIBUTABLE,
            Outcome.TOO_LARGE,
            Outcome.OUT_OF_MEMORY,
            Outcome.TOO_LONG,
            Outcome.POISON),
        Stream.of(Outcome.values()).filter(Outcome::isReplied).collect(Collectors.toSet()));
  }
}
