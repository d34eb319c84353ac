package dev.compilefarm.bench.farm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimesTest {
  @Test
  void aQuantileIsATimeThatWasMeasured() {
    Times times = new Times(List.of(4.0, 1.0, 3.0, 2.0));

    assertEquals(1, times.quantile(0.25));
    assertEquals(2, times.median());
    assertEquals(3, times.quantile(0.51));
    assertEquals(4, times.quantile(0.95));
    assertEquals(4, times.quantile(1));
  }

  @Test
  void ofThirtyTimesOneIsAboveTheNinetyFifthPercentile() {
    Times times = new Times(IntStream.rangeClosed(1, 30).asDoubleStream().boxed().toList());

    assertEquals(29, times.quantile(0.95));
  }

  @Test
  void oneTimeIsItsOwnQuantile() {
    assertEquals(7, new Times(List.of(7.0)).quantile(0.5));
  }
}
