package dev.compilefarm.evidence.farm;

import java.util.ArrayDeque;
import java.util.Queue;

/** So many places, first come, first served. Confined to one thread. */
final class Places {
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int free;

  Places(int places) {
    this.free = places;
  }

  /** Goes on with a place, now or later. */
  void take(Runnable then) {
    if (free > 0) {
      free--;
      then.run();
    } else {
      waiting.add(then);
    }
  }

  void give() {
    Runnable next = waiting.poll();
    if (next == null) {
      free++;
    } else {
      next.run();
    }
  }
}
