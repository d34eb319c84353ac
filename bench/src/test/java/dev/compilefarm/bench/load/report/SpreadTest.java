package dev.compilefarm.bench.load.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void theMedianIsTheMiddleOfTheRoundsInAnyOrder() {
    assertEquals(new Spread(1, 2, 9), Spread.of(DoubleStream.of(9, 1, 2)));
    assertEquals(new Spread(1, 3, 9), Spread.of(DoubleStream.of(9, 2, 1, 4)));
    assertEquals("2.00 (1.00 to 9.00)", Spread.of(DoubleStream.of(9, 1, 2)).text(2));
  }
}
