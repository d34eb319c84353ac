package dev.compilefarm.evidence.report;

import dev.compilefarm.evidence.measure.Interval;

/**
 * A prediction, and what came.
 *
 * @param about the policy, axis or question
 * @param said in short
 * @param measured what came, in numbers
 * @param mark what that makes of it
 */
record Prediction(String about, String said, String measured, Mark mark) {

  enum Mark {
    /** The whole interval is as was said. */
    RIGHT("right"),

    /** No part of the interval is. */
    WRONG("**wrong**"),

    /** The interval is on both sides. */
    OPEN("open");

    private final String words;

    Mark(String words) {
      this.words = words;
    }

    /** For tables. */
    String words() {
      return words;
    }
  }

  /** What was said is a range for a number. */
  static Prediction of(String about, String said, Interval value, double least, double most) {
    Mark mark =
        value.isWithin(least, most)
            ? Mark.RIGHT
            : value.isOutside(least, most) ? Mark.WRONG : Mark.OPEN;
    return new Prediction(about, said, value.toString(), mark);
  }
}
