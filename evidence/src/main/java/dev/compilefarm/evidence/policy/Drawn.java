package dev.compilefarm.evidence.policy;

import dev.compilefarm.dispatcher.simulation.Draws;
import java.util.ArrayList;
import java.util.List;

/** Some of several, each as likely. */
final class Drawn {

  private Drawn() {}

  /** So many of them, or all where there are fewer. */
  static List<Integer> of(List<Integer> all, int most, Draws draws) {
    List<Integer> left = new ArrayList<>(all);
    List<Integer> drawn = new ArrayList<>();
    while (drawn.size() < most && !left.isEmpty()) {
      int place = draws.between(0, left.size() - 1);
      drawn.add(left.get(place));
      left.set(place, left.getLast());
      left.removeLast();
    }
    return drawn;
  }
}
