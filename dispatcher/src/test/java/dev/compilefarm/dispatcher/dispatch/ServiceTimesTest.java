package dev.compilefarm.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServiceTimesTest {
  private final ServiceTimes times = new ServiceTimes();

  @Test
  void isTheMeanOfTheFirstJobs() {
    add(1, 2);
    add(1, 4);

    assertEquals(3, times.meanSeconds().orElseThrow(), 1e-9);
  }

  @Test
  void oneJobOfManyMinutesDoesNotShakeIt() {
    add(200, 1);

    add(1, 600);

    assertEquals(1.18, times.meanSeconds().orElseThrow(), 1e-9);
  }

  @Test
  void followsAProjectWhoseCompilesTakeAHundredTimesAsLong() {
    add(1000, 0.3);

    add(50, 30);

    assertTrue(times.meanSeconds().orElseThrow() > 10, times.meanSeconds().toString());
  }

  private void add(int jobs, double seconds) {
    IntStream.range(0, jobs).forEach(_ -> times.add(seconds));
  }
}
