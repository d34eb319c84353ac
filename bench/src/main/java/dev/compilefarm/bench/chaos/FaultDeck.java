package dev.compilefarm.bench.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Faults in an order that a seed decides. A deck of cards and not dice: each kind has come up when
 * the deck is through, however short the run. It is shuffled anew then.
 */
final class FaultDeck {
  private static final List<Fault> CARDS =
      Arrays.stream(Fault.values())
          .flatMap(fault -> Collections.nCopies(fault.cards(), fault).stream())
          .toList();

  private final Random random;
  private final Deque<Fault> left = new ArrayDeque<>();

  FaultDeck(Random random) {
    this.random = random;
  }

  static int size() {
    return CARDS.size();
  }

  Fault next() {
    if (left.isEmpty()) {
      List<Fault> shuffled = new ArrayList<>(CARDS);
      Collections.shuffle(shuffled, random);
      left.addAll(shuffled);
    }
    return left.pop();
  }
}
