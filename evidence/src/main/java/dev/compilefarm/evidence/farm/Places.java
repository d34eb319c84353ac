package dev.compilefarm.evidence.farm;

import java.util.ArrayDeque;
import java.util.Queue;

/** So many places, first come, first served. Confined to one thread. */
public final class Places {
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int free;

  /** All of them free. */
  public Places(int places) {
    this.free = places;
  }

  /** Goes on with a place, now or later. */
  public void take(Runnable then) {
    if (free > 0) {
      free--;
      then.run();
    } else {
      waiting.add(then);
    }
  }

  /** Gives one back, which somebody who waits gets at once. */
  public void give() {
    Runnable next = waiting.poll();
    if (next == null) {
      free++;
    } else {
      next.run();
    }
  }
}
