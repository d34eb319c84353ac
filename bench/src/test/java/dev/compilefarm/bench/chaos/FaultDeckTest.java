package dev.compilefarm.bench.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FaultDeckTest {

  @Test
  void aSeedDecidesTheOrder() {
    assertEquals(draw(1, 100), draw(1, 100));
    assertNotEquals(draw(1, 100), draw(2, 100));
  }

  @Test
  void aDeckHasEachKindAsOftenAsItSays() {
    List<Fault> drawn = draw(3, 2 * FaultDeck.size());

    for (Fault fault : Fault.values()) {
      assertEquals(
          2L * fault.cards(), drawn.stream().filter(fault::equals).count(), fault::toString);
    }
  }

  private static List<Fault> draw(long seed, int count) {
    FaultDeck deck = new FaultDeck(new Random(seed));
    return Stream.generate(deck::next).limit(count).toList();
  }
}
