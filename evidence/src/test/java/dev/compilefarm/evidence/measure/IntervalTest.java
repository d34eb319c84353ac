package dev.compilefarm.evidence.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class IntervalTest {
  private static final double ROUNDED = 1e-4;

  /** Quantile 2.776 of Student's t with four degrees of freedom, as tables have it. */
  @Test
  void theWidthIsThatOfStudentsT() {
    Interval interval = Interval.of(new double[] {1, 2, 3, 4, 5});

    assertEquals(3, interval.mean(), ROUNDED);
    assertEquals(2.776 * Math.sqrt(2.5 / 5), interval.halfWidth(), 1e-3);
  }

  @Test
  void ofARatioTheRelativeWidthsAddAsSquares() {
    Interval ratio = new Interval(60, 3).over(new Interval(80, 4));

    assertEquals(0.75, ratio.mean(), ROUNDED);
    assertEquals(0.75 * Math.sqrt(2) / 20, ratio.halfWidth(), ROUNDED);
  }

  @Test
  void whatIsMissingIsAsUncertainAsWhatIsThere() {
    assertEquals("25.0 ± 5.0 %", new Interval(0.75, 0.05).missing().percent());
  }
}
