package dev.compilefarm.autoscaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.autoscaling.DayRecord.Build;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlowdownTest {
  private static final DayRecord THERE =
      day(new Build(0, 10, 20), new Build(5, 9, 20), new Build(7, 8, 1), new Build(50, 150, 900));
  private static final DayRecord HERE =
      day(new Build(0, 11, 20), new Build(5, 11, 20), new Build(7, 10, 1), new Build(50, 155, 900));

  @Test
  void comparesEachBuildWithTheSameOneAtTheMaximum() {
    Slowdown.OfLength small = Slowdown.of(THERE, HERE).where(seconds -> seconds <= 10);

    assertEquals(2, small.builds());
    assertEquals((1.1 + 1.5) / 2, small.mean(), 1e-9);
    assertEquals(1.5, small.p95(), 1e-9);
    assertEquals(1.5, small.lostSeconds(), 1e-9);
    assertEquals(1.05, Slowdown.of(THERE, HERE).where(seconds -> seconds > 60).mean(), 1e-9);
  }

  @Test
  void keepsSingleJobsApart() {
    Slowdown.OfLength singles = Slowdown.ofSingleJobs(THERE, HERE).where(_ -> true);

    assertEquals(1, singles.builds());
    assertEquals(2, singles.lostSeconds(), 1e-9);
  }

  @Test
  void knowsNoFigureOfBuildsThatAreNotThere() {
    assertTrue(Double.isNaN(Slowdown.of(THERE, HERE).where(seconds -> seconds > 900).mean()));
  }

  private static DayRecord day(Build... builds) {
    return new DayRecord(List.of(builds), List.of(), List.of(), 0);
  }
}
